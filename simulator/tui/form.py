"""What the screens have in common on which a record is changed field by field: a prep sheet, an application, a contact, a skill."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, ClassVar

from msgspec import Struct
from textual import work

from simulator.errors import UserError
from simulator.preparation import editing
from simulator.preparation.editing import Place, keys, named
from simulator.tui.choice_page import ChoicePage
from simulator.tui.dialogs import Tick, Write, WriteLong
from simulator.tui.widgets.choices import Choices, Row


class Form(ChoicePage):
    """`record` is what is shown, `place` what of it: all of it, a list in it, or one entry. Every change is read from disk, made and written at once, so
    that an editor beside the program loses nothing; a text that is refused stands in its box again."""

    FIELDS: ClassVar[Mapping[str, tuple[str, str]]]
    """Each field as people read it, and a sentence about it."""
    LONG: ClassVar[Collection[str]]
    """Texts of more than a line."""
    FAULT: ClassVar[type[UserError]]
    DEFAULT_CSS = """
    Form Choices { height: 1fr; }
    Form #about { height: auto; max-height: 6; margin-top: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.record: Any = None
        self.place: Place = ()

    # What a kind of record brings along

    def fresh(self) -> Any:
        """As it is on disk. Raises UserError."""
        raise NotImplementedError

    def write(self, record: Any) -> None:
        """Onto the disk. Raises UserError; what was there then is as it was."""
        raise NotImplementedError

    def heading(self) -> tuple[str, str]:
        """What stands on the left and on the right of the title."""
        raise NotImplementedError

    def whole(self) -> list[Row]:
        """The rows of all of it."""
        raise NotImplementedError

    def entry_row(self, number: int, entry: Any) -> Row:
        raise NotImplementedError

    def read(self, place: Place, typed: str) -> Any:
        """What was typed, as that place holds it. Raises UserError."""
        return typed

    async def after(self, place: Place) -> None:
        """Once a text was written there."""

    # What is shown

    def show(self, selected: str | None = None) -> None:
        if self.record is None:
            return
        try:
            rows = self._part() if self.place else self.whole()
        except LookupError:  # taken out by an editor beside the program
            self.place = ()
            rows = self.whole()
        self.say_title(*self.heading())
        choices = self.query_one(Choices)
        same = [row.key for row in choices.rows] == [row.key for row in rows]
        first = next((row.key for row in rows if row.key is not None), None)
        choices.show(rows, selected or (None if same else first))
        self.say_about()

    def field_rows(self, record: Struct, fields: Collection[str]) -> list[Row]:
        return [Row(f"field:{field}", self.FIELDS[field][0], detail(getattr(record, field))) for field in fields]

    def _part(self) -> list[Row]:
        """The entries of a list with a line to add one, or the keys of an entry."""
        value = editing.at(self.record, self.place)
        if isinstance(value, tuple):
            rows = [self.entry_row(number, each) for number, each in enumerate(value)]
            return [*rows, Row("add", "Add one")]
        return self.field_rows(value, keys(value))

    # Keys

    @property
    def in_a_list(self) -> bool:
        return bool(self.place) and self.record is not None and isinstance(editing.at(self.record, self.place), tuple)

    @property
    def last(self) -> Place:
        """The last entry of the list that is shown."""
        return (*self.place, len(editing.at(self.record, self.place)) - 1)

    def action_open(self) -> None:
        kind, rest = self.kind_and_rest
        match kind:
            case "field":
                self.go((*self.place, rest))
            case "entry":
                self.go((*self.place, int(rest)))
            case "add":
                self.action_add()

    def action_add(self) -> object:
        raise NotImplementedError

    def go(self, place: Place) -> None:
        """Into a list or an entry; what is a text is written at once."""
        value = editing.at(self.record, place)
        if isinstance(value, bool):
            self.change(place, not value)
        elif isinstance(value, tuple | Struct):
            self.place = place
            self.show()
        else:
            self._ask(place, value)

    @work
    async def _ask(self, place: Place, value: object) -> None:
        await self.fill(place, str(value), self.FIELDS[field_of(place)][1])

    async def fill(self, place: Place, value: str, question: str) -> Any:
        """Asks until what was typed can be written, or the box is left; gives what was written, or None."""
        before = self.record

        def take(typed: str) -> Any:
            if not typed and isinstance(place[-1], int):
                self._take_out(place, before)
                return None
            made = self.read(place, typed)
            self.put(place, made, before)
            return made

        made = await self.ask(question, value, take, WriteLong if field_of(place) in self.LONG else Write)
        if made is not None:
            await self.after(place)
        return made

    def put(self, place: Place, value: Any, before: Any) -> None:
        """At that place of the record as it was `before`, when the person chose it. Raises UserError."""
        self.save(lambda record: editing.put(record, editing.found(place, before, record), value))

    def _take_out(self, place: Place, before: Any) -> None:
        self.save(lambda record: editing.without(record, editing.found(place, before, record)))

    def save(self, change: Callable[[Any], Any]) -> None:
        """Changes what is on disk now. Raises UserError."""
        fresh = self.fresh()
        try:
            changed = change(fresh)
        except LookupError as error:
            message = "It was changed elsewhere, and this place is no longer in it. Nothing was written."
            raise self.FAULT(message, "Look at it again.") from error
        self.write(changed)
        self.renew(fresh)
        self.record = changed
        self.show(self.key)

    def renew(self, record: Any) -> None:
        """The record as it is on disk now; the entry that is shown stays the one that is shown."""
        if self.record is not None:
            try:
                self.place = editing.found(self.place, self.record, record)
            except LookupError:
                self.place = ()
        self.record = record

    def change(self, place: Place, value: Any, before: Any = None) -> bool:
        """Whether it could be written; else it is told why not. `before`: the record when the person chose the place, if that is a while ago."""
        try:
            self.put(place, value, before or self.record)
        except UserError as error:
            self.program.tell(error)
            return False
        return True

    def take_out(self, place: Place) -> None:
        with self.telling():
            self._take_out(place, self.record)

    async def propose(self, field: str, found: Collection[str]) -> None:
        """What the posting names and the record has not; what is ticked is taken over."""
        known = {each.casefold() for each in getattr(self.record, field)}
        new = [each for each in found if each.casefold() not in known]
        question = f"The posting names these {field}. Which are right?"
        chosen = await self.program.push_screen_wait(Tick(question, new)) if new else None
        if chosen:
            with self.telling():
                self.save(lambda record: editing.put(record, (field,), _joined(getattr(record, field), chosen)))

    def action_back(self) -> None:
        """Out of the entry or list, then out of the record."""
        if not self.place:
            self.dismiss()
            return
        left = self.place[-1]
        self.place = self.place[:-1]
        self.show(f"entry:{left}" if isinstance(left, int) else f"field:{left}")


def _joined(entries: tuple[str, ...], more: Sequence[str]) -> tuple[str, ...]:
    return (*entries, *(each for each in more if each not in entries))


def field_of(place: Place) -> str:
    """The field that a place is in."""
    return str(next(step for step in reversed(place) if isinstance(step, str)))


def detail(value: Any) -> str:
    """A value on one line; empty where there is none."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return f"{len(value)}: {', '.join(map(named, value))}" if value else ""
    if isinstance(value, Struct):
        return ", ".join(filter(None, (detail(getattr(value, field)) for field in keys(value))))
    return "" if value is None else " ".join(str(value).split())
