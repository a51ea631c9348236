"""The settings in lines: each by its number, with what it means and what it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from simulator import settings as kept
from simulator.cli.plain.lines import Choice, ask, choose, say, tell_error
from simulator.errors import UserError
from simulator.settings import Settings

if TYPE_CHECKING:
    from simulator.tui.screens.settings import Field

NOT_THAT = "{name} cannot be {value!r}."
UNKNOWN = "There is no setting called {name!r}."
NAMES = "`mock-interview --plain settings` lists them."


async def change() -> int:
    """Says the settings and changes one after the other, until it is left. Raises SettingsError where they cannot be read."""
    from simulator.tui.screens.settings import GROUPS

    while True:
        settings = kept.load()
        fields = [field for group in GROUPS.values() for field in group]
        choices = [Choice(field.name, field.label, _value(field, settings)) for field in fields]
        chosen = await choose("The settings; a change is saved at once.", choices, enter="leaves them")
        if chosen is None:
            return 0
        field = next(field for field in fields if field.name == chosen)
        value = await _wanted(field, getattr(settings, chosen))
        if value is None:
            continue
        try:
            put(chosen, value)
            say(f"{field.label}: {_value(field, kept.load())}.")
        except UserError as error:
            tell_error(error)


def put(name: str, text: str) -> Any:
    """Sets a setting to what the text says (`yes` and `no` for what is either), saves it and gives its value. Raises UserError."""
    if name not in Settings.__struct_fields__:
        raise UserError(UNKNOWN.format(name=name), NAMES)
    return getattr(kept.change(lambda settings: _with(settings, name, text)), name)


def _with(settings: Settings, name: str, text: str) -> Settings:
    value: Any = text
    if isinstance(getattr(settings, name), bool):
        value = {"yes": True, "no": False}.get(text.casefold(), text)
    elif isinstance(getattr(settings, name), int) and text.isdecimal():
        value = int(text)
    try:
        return msgspec.convert(msgspec.structs.asdict(settings) | {name: value}, Settings)
    except msgspec.ValidationError as error:
        raise UserError(NOT_THAT.format(name=name, value=text), f"{error}.".replace(f" - at `$.{name}`", "")) from error


def _value(field: Field, settings: Settings) -> str:
    value = getattr(settings, field.name)
    if field.words is not None:
        return field.words[value]
    return str(value) if value != "" else field.empty


async def _wanted(field: Field, value: Any) -> str | None:
    """What it should be, as `put` takes it; None to leave it as it is."""
    if field.words is not None:
        spelt = {each: "yes" if each is True else "no" if each is False else str(each) for each in field.words}
        choices = [Choice(spelt[each], words) for each, words in field.words.items()]
        return await choose(field.help, choices, enter=f"keeps: {field.words[value]}")
    numbers = f" From {field.numbers[0]} to {field.numbers[-1]}." if field.numbers is not None else ""
    first = f" Type usual for {field.empty}." if field.empty else ""
    said = await ask(f"{field.help}{numbers}{first}", now=str(value) or field.empty)
    return None if said in (str(value), field.empty) else "" if said == "usual" else said
