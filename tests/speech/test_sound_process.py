"""The process that owns the devices, with a loudspeaker that counts how often it is opened."""

from __future__ import annotations

from typing import Any, cast

from simulator.process import Message, Parent
from simulator.speech.backend import Backend, Device, Wanted
from simulator.speech.sound_process import SoundProcess
from tests.speech.signals import CLIPS

CLIP = str(CLIPS / "harv_spk1_1.flac")


class Said:
    """The parent's end: keeps what is told."""

    def __init__(self) -> None:
        self.answers: dict[int, Message] = {}
        self.ended: list[int] = []

    def answer(self, request: Message, **fields: Any) -> None:
        self.answers[request["id"]] = fields

    def event(self, name: str, **fields: Any) -> None:
        assert (name, fields["natural"]) == ("played", False)
        self.ended.append(fields["number"])


class Loudspeaker:
    """Opened once to try it with silence; then once a playing."""

    name = "counting"

    def __init__(self) -> None:
        self.opened = 0

    def devices(self, kind: str) -> list[Device]:
        return [Device("Desk", default=True, identity=0)]

    def play(self, device: Device, rate: int, wanted: Wanted) -> Loudspeaker:
        self.opened += 1
        return self

    def close(self) -> None:
        pass


def play(number: int) -> Message:
    return {"id": number, "op": "play", "path": CLIP, "start": 0.5, "speed": 1.0, "number": number}


def test_of_playings_that_queue_only_the_last_begins() -> None:
    told, desk = Said(), Loudspeaker()
    process = SoundProcess(cast(Parent, told), cast(Backend, desk))
    process.take([{"id": 1, "op": "open", "loudspeaker": "", "capture": False, "patience": 0.0}])
    assert desk.opened == 1
    process.take([play(2), {"id": 0, "op": "stop_playing"}, play(3), play(4)])
    assert desk.opened == 2
    assert told.ended == [2, 3]
    assert [told.answers[number]["seconds"] > 0 for number in (2, 3, 4)] == [False, False, True]
    process.take([play(5), {"id": 0, "op": "stop_playing"}])
    assert desk.opened == 2
    assert told.ended == [2, 3, 5, 4]
