"""Changing one place of a prep sheet, or of another record. A place is the way to it: `("stories", 2, "points", 0)`."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any, TypeVar

import msgspec

from simulator.preparation.model import Concern, Paper, Sheet, Story, Transfer

S = TypeVar("S", bound=msgspec.Struct)

Place = tuple[str | int, ...]

ENTRIES: dict[str, type[Concern] | type[Transfer] | type[Paper] | type[Story]] = {
    "concerns": Concern,
    "transfers": Transfer,
    "documents": Paper,
    "stories": Story,
}
"""The lists whose entries have keys of their own."""


def at(record: msgspec.Struct, place: Place) -> Any:
    """What stands there. Raises LookupError where nothing does any more."""
    value: Any = record
    for step in place:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return value


def found(place: Place, before: msgspec.Struct, now: msgspec.Struct) -> Place:
    """The way to the same place in a record that may have been changed elsewhere since it was as `before`: to an entry of a list wherever it
    is by now, and behind the last entry for one that is new. Raises LookupError where it is no more."""
    way: Place = ()
    for step in place:
        way = (*way, _again(at(now, way), step, at(before, place[: len(way)])) if isinstance(step, int) else step)
    return way


def _again(entries: Sequence[Any], number: int, before: Sequence[Any]) -> int:
    """Where the entry is that stood there."""
    if number == len(before):
        return len(entries)
    entry = before[number]
    same = [place for place, each in enumerate(entries) if each == entry]
    if same:
        return number if number in same else same[0]
    if number < len(entries) and named(entries[number]) == named(entry):  # something else in it was changed
        return number
    raise LookupError(named(entry))


def keys(record: msgspec.Struct | type[msgspec.Struct]) -> tuple[str, ...]:
    """Its fields but for the id, which nobody changes."""
    return tuple(field for field in record.__struct_fields__ if field != "id")


def named(entry: Any) -> str:
    """What an entry of a list is called: a text itself, of the others their first key."""
    return str(getattr(entry, keys(entry)[0])) if isinstance(entry, msgspec.Struct) else entry


def put(record: S, place: Place, value: Any) -> S:
    """With another value there; in a list the place after the last is a new one."""
    changed: S = _put(record, place, value)
    return changed


def _put(whole: Any, place: Place, value: Any) -> Any:
    if not place:
        return value
    step, rest = place[0], place[1:]
    if isinstance(step, int):
        inner = _put(whole[step] if rest else None, rest, value)
        return (*whole[:step], inner, *whole[step + 1 :])
    return msgspec.structs.replace(whole, **{step: _put(getattr(whole, step), rest, value)})


def without(record: S, place: Place) -> S:
    """With one entry of a list less."""
    number = place[-1]
    assert isinstance(number, int)
    entries = at(record, place[:-1])
    return put(record, place[:-1], (*entries[:number], *entries[number + 1 :]))


def entry(sheet: Sheet, field: str, text: str) -> Any:
    """A new entry of a list of the sheet, from the text that names it."""
    match field:
        case "concerns":
            return Concern(concern=text)
        case "transfers":
            return Transfer(requirement=text)
        case "documents":
            return Paper(name=text)
        case "stories":
            return Story(id=identifier(text, {story.id for story in sheet.stories}), title=text)
        case _:
            return text


def identifier(text: str, taken: Collection[str]) -> str:
    """Small letters, digits and hyphens, after a text, and not one of those taken."""
    base = "-".join(re.findall(r"[a-z0-9]+", text.casefold()))[:40].strip("-") or "sheet"
    numbered = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(each for each in numbered if each not in taken)
