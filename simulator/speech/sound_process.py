"""The child process that owns microphone and loudspeaker: `python -m simulator.speech.sound_process`.

Requests: `open {microphone, loudspeaker, capture, patience}`, `record {path}`, `stop_recording`, `play {path, start,
speed, number}`, `stop_playing`, `recent {seconds}`, `devices`. Told unasked, 20 times a second while there is
something to tell: `tick {level, clipping, noise_floor, position}`; and as it happens: `played {number, natural, position}`,
`microphone {device, trouble, sentence, cut_off}`.
"""

from __future__ import annotations

import base64
import threading
import time
from pathlib import Path

from simulator.errors import DeviceError, UserError
from simulator.process import Message, Parent
from simulator.speech.backend import SILENCE_DB, Backend, pick
from simulator.speech.capture import METER_SECONDS, Capture
from simulator.speech.playback import Player, Playing, load_speeds

_WATCH_SECONDS = 0.25


class SoundProcess:
    def __init__(self, parent: Parent, backend: Backend) -> None:
        self._parent = parent
        self._backend = backend
        self._capture: Capture | None = None
        self._player = Player(backend, "")

    def serve(self) -> None:
        threading.Thread(target=self._tick_for_ever, daemon=True).start()
        threading.Thread(target=self._watch_for_ever, daemon=True).start()
        while True:
            self.take(self._parent.batch())

    def take(self, batch: list[Message]) -> None:
        """Does them in their order. A playing that a later request ends is not begun: after some quick steps of speed or place
        only the last one is worth the time that a loudspeaker takes to open."""
        ends = [number for number, request in enumerate(batch) if request["op"] in ("play", "stop_playing")]
        for number, request in enumerate(batch):
            stale = request["op"] == "play" and number != ends[-1]
            try:
                answer = self.pass_over(request) if stale else getattr(self, f"do_{request['op']}")(request)
            except UserError as error:
                self._parent.refuse(request, error)
            else:
                self._parent.answer(request, **(answer or {}))

    # Requests

    def pass_over(self, request: Message) -> Message:
        """A playing that was interrupted before it began."""
        self._parent.event("played", number=request["number"], natural=False, position=request["start"])
        return {"seconds": 0.0}

    def do_open(self, request: Message) -> Message:
        self._player.stop()
        self._player = Player(self._backend, request["loudspeaker"])
        self._player.open()
        microphone = {"microphone": "", "microphone_trouble": ""}
        if request["capture"]:
            capture = Capture(self._backend, request["microphone"], self._tell_of_microphone)
            self._capture = capture
            capture.open(request["patience"])
            microphone = {"microphone": capture.name, "microphone_trouble": capture.trouble}
        else:  # what only plays may soon play at another speed
            threading.Thread(target=load_speeds, daemon=True).start()
        return {"loudspeaker": self._player.name, "loudspeaker_trouble": self._player.trouble, **microphone}

    def do_record(self, request: Message) -> None:
        self._microphone().record(Path(request["path"]))

    def do_stop_recording(self, _: Message) -> Message:
        return {"seconds": self._capture.stop_recording() if self._capture is not None else 0.0}

    def do_play(self, request: Message) -> Message:
        self.do_stop_playing(request)
        playing = Playing(request["number"], Path(request["path"]), request["start"], request["speed"])
        self._player.play(playing)
        return {"seconds": playing.reader.seconds}

    def do_stop_playing(self, _: Message) -> None:
        if (playing := self._player.stop()) is not None:
            self._tell_of_end(playing, natural=False)

    def do_recent(self, request: Message) -> Message:
        return {"samples": base64.b64encode(self._microphone().recent(request["seconds"])).decode("ascii")}

    def do_devices(self, _: Message) -> Message:
        return {
            "microphones": [each.name for each in self._backend.devices("capture") if each.genuine],
            "loudspeakers": [each.name for each in self._backend.devices("playback")],
        }

    def _microphone(self) -> Capture:
        if self._capture is None:
            raise DeviceError("The microphone was not opened.")
        return self._capture

    # Told unasked, from threads of their own

    def _tick_for_ever(self) -> None:
        while True:
            time.sleep(self._tick())

    def _tick(self) -> float:
        """Tells where everything is; the seconds until that should be told again."""
        playing = self._player.playing
        if playing is not None and ((out := playing.heard_out <= time.monotonic()) or playing.stalled()):
            if self._player.stop(playing):
                self._tell_of_end(playing, natural=out)
            playing = None
        if self._capture is not None or playing is not None:
            level, clipping, floor = (
                self._capture.meter() if self._capture is not None else (SILENCE_DB, False, SILENCE_DB)
            )
            heard = {"number": playing.number, "position": playing.position()} if playing is not None else None
            self._parent.event(
                "tick", level=level, clipping=clipping, noise_floor=floor, heard=heard, at=time.monotonic()
            )
        remains = playing.heard_out - time.monotonic() if playing is not None else METER_SECONDS
        return min(METER_SECONDS, max(0.0, remains))

    def _tell_of_end(self, playing: Playing, *, natural: bool) -> None:
        self._parent.event("played", number=playing.number, natural=natural, position=playing.position())

    def _watch_for_ever(self) -> None:
        while True:
            time.sleep(_WATCH_SECONDS)
            if self._capture is not None and self._capture.opened:
                self._capture.watch()

    def _tell_of_microphone(self, sentence: str) -> None:
        capture = self._microphone()
        self._parent.event(
            "microphone", device=capture.name, trouble=capture.trouble, sentence=sentence, cut_off=capture.cut_off
        )


def main() -> None:
    SoundProcess(Parent(), pick()).serve()


if __name__ == "__main__":
    main()
