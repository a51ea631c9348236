"""`mock-interview doctor --privacy`: what is kept of a person, where, how it is deleted, and which addresses were ever contacted."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from simulator import belongings as kept
from simulator import contacted, paths
from simulator.text import counted, plain, size_text

BY_HAND = "delete the file"

DELETING = {
    kept.SESSION: "`mock-interview sessions delete ID`, its words in the index go with it",
    kept.INDEX: "it is made from the sessions: what you delete of them leaves it too",
    kept.SHEETS: BY_HAND,
    kept.COMEBACK: BY_HAND,
    kept.BANKS: BY_HAND,
    kept.SETTINGS: f"{BY_HAND}; the defaults hold then",
    kept.DRILLS: f"{BY_HAND}; no question is out of the schedule then",
    kept.CONTACTED: BY_HAND,
    kept.DELETED: "by itself, when the program in which you deleted it closes; at the latest a day after that",
    kept.UNFINISHED: "by themselves, with the next import; or delete the folder",
    kept.EXPORTS: f"{BY_HAND}; those that you put elsewhere are listed nowhere",
    kept.MODELS: "delete the folder of a model",
    kept.LOG: BY_HAND,
}
"""For each kind of belonging how it is deleted."""

SPOKEN = "mock-interview-*"
"""Folders for questions said aloud and for trials of the microphone, among the temporary files of the system."""

OFFLINE = (
    "By itself the program contacts nothing and reports nothing. Asked to, it fetches a recogniser (`mock-interview models get`)\n"
    "and offers a friend's page on your network (`mock-interview friend --lan`); `letter --mail` and `--edit` open programs of yours."
)


def run() -> int:
    for line in lines():
        print(plain(line))
    return 0


def lines() -> Iterator[str]:
    found = kept.belongings()
    yield f"Kept of you, below {paths.home()} and readable by you alone:"
    if not found:
        yield "  nothing"
    for what in dict.fromkeys(each.what for each in found):
        places = [each.path for each in found if each.what == what]
        yield from _kind("sessions" if what == kept.SESSION else what, places, DELETING[what])
    if spoken := sorted(Path(tempfile.gettempdir()).glob(SPOKEN)):
        yield from _kind(
            "sounds for the moment", spoken, "by themselves when the program closes; or delete the folders"
        )
    yield "All of it: `mock-interview delete-everything`."
    yield ""
    yield OFFLINE
    yield ""
    yield "Addresses that were contacted, or where a friend was offered a page:"
    yield from [f"  {line}" for line in _contacts()] or ["  none"]
    yield "Who came to the page stands in the session in which they interviewed you, and nowhere else."


def _kind(what: str, places: list[Path], deleting: str) -> Iterator[str]:
    every = [file for place in places for file in kept.files(place)]
    size = size_text(sum(file.stat().st_size for file in every))
    where = places[0] if len(places) == 1 else places[0].parent
    yield f"  {what}: {counted(len(every), 'file')}, {size}, {where}"
    yield f"    {deleting}"


def _contacts() -> list[str]:
    try:
        return contacted.told()
    except OSError as error:
        return [f"{paths.contacted_file()} cannot be read: {error.strerror}."]
