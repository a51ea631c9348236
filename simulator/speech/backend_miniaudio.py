"""Sound through miniaudio, which brings everything it needs.

Two places go below the library's own surface, because the surface loses something: the listing of devices does not
say which is the default and fails as a whole when one device does; and a closed device leaves its context behind,
with a thread and a connection to the sound server.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from typing import Any

import miniaudio

from simulator.speech.backend import BLOCK_SECONDS, CAPTURE_RATE, Captured, Device, Kind, NoDevice, Stream, Wanted

_PLAY_PERIOD = 0.2 if sys.platform == "linux" else 0.05
"""Seconds of sound asked for at a time. PulseAudio and PipeWire drop what is queued when told to stop, and with long
periods a busy machine tears no holes; elsewhere what is queued (two of them) may be heard to its end."""

_LATEST_COUNTS = 1 / 8
"""The share of the latest asking in what is reckoned of when sound is heard."""

_CAPTURE_PERIODS = 16
"""Blocks that the sound server keeps while this process does not get its turn: half a second. They come one by one all
the same. With the usual three, a machine under full load lost some."""

_NOT_GENUINE = ("Monitor of ", "Discard all samples")
"""What PulseAudio and PipeWire call a loudspeaker's own monitor, and ALSA its null device."""


class _Stream:
    def __init__(self, device: Any) -> None:
        self._device = device

    def close(self) -> None:
        self._device.close()
        if self._device._context is not None:
            miniaudio.lib.ma_context_uninit(self._device._context)
            self._device._context = None


class Miniaudio:
    name = "miniaudio"

    def devices(self, kind: Kind) -> list[Device]:
        try:
            context = miniaudio.Devices()
        except miniaudio.MiniaudioError:
            return []
        # The null backend stands for a machine without any sound system, and plays along as if all were well.
        return [] if context.backend == "Null" else list(_listed(context, kind))

    def capture(self, device: Device, captured: Captured) -> Stream:
        return _started(
            lambda: miniaudio.CaptureDevice(
                input_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=CAPTURE_RATE,
                buffersize_msec=round(BLOCK_SECONDS * 1000),
                callback_periods=_CAPTURE_PERIODS,
                device_id=device.identity,
                app_name="mock-interview",
            ),
            _taking(captured),
        )

    def play(self, device: Device, rate: int, wanted: Wanted) -> Stream:
        return _started(
            lambda: miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=rate,
                buffersize_msec=round(_PLAY_PERIOD * 1000),
                # A default device is not asked for by name: the sound then follows the person's headphones.
                device_id=None if device.default else device.identity,
                callback_periods=2,
                app_name="mock-interview",
            ),
            _giving(wanted, rate),
        )


def _listed(context: Any, kind: Kind) -> Generator[Device]:
    ffi, lib = miniaudio.ffi, miniaudio.lib
    infos, count = ffi.new("ma_device_info **"), ffi.new("ma_uint32 *")
    capture = kind == "capture"
    wanted = (ffi.NULL, ffi.NULL, infos, count) if capture else (infos, count, ffi.NULL, ffi.NULL)
    if lib.ma_context_get_devices(context._context, *wanted) != lib.MA_SUCCESS:
        return
    of_kind = (miniaudio.DeviceType.CAPTURE if capture else miniaudio.DeviceType.PLAYBACK).value
    for index in range(count[0]):
        info = infos[0][index]
        identity = ffi.new("ma_device_id *", info.id)
        if lib.ma_context_get_device_info(context._context, of_kind, identity, ffi.addressof(info)) != lib.MA_SUCCESS:
            continue
        name = ffi.string(info.name).decode("utf-8", "replace")
        yield Device(name, bool(info.isDefault), identity, not name.startswith(_NOT_GENUINE))


def _started(make: Callable[[], Any], callback: Generator[bytes, Any, None]) -> Stream:
    next(callback)
    try:
        device = make()
    except miniaudio.MiniaudioError as error:
        raise NoDevice(str(error)) from error
    stream = _Stream(device)
    try:
        if device.backend == "Null":
            raise NoDevice("There is no sound system.")
        device.start(callback)
    except miniaudio.MiniaudioError as error:
        stream.close()
        raise NoDevice(str(error)) from error
    except NoDevice:
        stream.close()
        raise
    return stream


def _taking(captured: Captured) -> Generator[bytes, bytearray, None]:
    while True:
        captured(bytes((yield b"")))


def _giving(wanted: Wanted, rate: int) -> Generator[bytes, int, None]:
    """Two periods are queued: while one is being heard the next is asked for, and follows it.

    A sound server looks for room only now and then (PulseAudio every 50 ms), so it asks up to that much late, and what is
    queued by then is that much shorter. What is heard goes on steadily meanwhile, so the second at which the first of the
    sound was heard is reckoned from all askings, the latest counting most, and anew when one is far off: the device has stood still.
    """
    handed = period = begun = 0.0
    frames = yield b""
    while True:
        now = time.monotonic()
        off = now + period - handed - begun
        # The first is asked for beforehand, the second when the device has begun.
        begun += off if handed <= period or abs(off) > period / 2 else off * _LATEST_COUNTS
        block = wanted(frames, max(0.0, begun + handed - now))
        period = frames / rate
        handed += period
        frames = yield block
