"""Sound through sounddevice (PortAudio), where miniaudio has no wheel: Linux on aarch64, with libportaudio2."""

from __future__ import annotations

from typing import Any

import sounddevice

from simulator.speech.backend import BLOCK_SECONDS, CAPTURE_RATE, Captured, Device, Kind, NoDevice, Stream, Wanted

_PLAY_PERIOD = 0.05
"""Seconds of sound asked for at a time; PortAudio queues more of them as it needs."""

_open_streams: set[_Stream] = set()


class _Stream:
    def __init__(self, stream: Any) -> None:
        self._stream = stream
        _open_streams.add(self)

    def close(self) -> None:
        _open_streams.discard(self)
        self._stream.abort(ignore_errors=True)
        self._stream.close(ignore_errors=True)


class Sounddevice:
    name = "sounddevice"

    def devices(self, kind: Kind) -> list[Device]:
        try:
            # PortAudio looks for devices only when it is initialised, which ends every open stream.
            if not _open_streams:
                sounddevice._terminate()
                sounddevice._initialize()
            listed = list(sounddevice.query_devices())
        except sounddevice.PortAudioError:
            return []
        capture = kind == "capture"
        channels = "max_input_channels" if capture else "max_output_channels"
        default = sounddevice.default.device[0 if capture else 1]
        return [
            Device(each["name"], each["index"] == default, each["index"], not each["name"].startswith("Monitor of "))
            for each in listed
            if each[channels] > 0
        ]

    def capture(self, device: Device, captured: Captured) -> Stream:
        def callback(samples: Any, frames: int, time: Any, status: Any) -> None:
            captured(bytes(samples))

        return _started(
            sounddevice.RawInputStream,
            device=device.identity,
            samplerate=CAPTURE_RATE,
            blocksize=round(BLOCK_SECONDS * CAPTURE_RATE),
            latency="low",
            callback=callback,
        )

    def play(self, device: Device, rate: int, wanted: Wanted) -> Stream:
        def callback(out: Any, frames: int, time: Any, status: Any) -> None:
            block = wanted(frames, max(0.0, time.outputBufferDacTime - time.currentTime))
            out[:] = block.ljust(len(out), b"\0")

        return _started(
            sounddevice.RawOutputStream,
            device=device.identity,
            samplerate=rate,
            blocksize=round(_PLAY_PERIOD * rate),
            latency=2 * _PLAY_PERIOD,
            callback=callback,
        )


def _started(kind: Any, **options: Any) -> Stream:
    try:
        stream = kind(channels=1, dtype="int16", **options)
    except (sounddevice.PortAudioError, ValueError) as error:
        raise NoDevice(str(error)) from error
    try:
        stream.start()
    except sounddevice.PortAudioError as error:
        stream.close(ignore_errors=True)
        raise NoDevice(str(error)) from error
    return _Stream(stream)
