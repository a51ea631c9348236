"""The library: the sessions there are, newest first, and what was said in them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec
from textual import work
from textual.app import ComposeResult
from textual.worker import Worker, WorkerCancelled

from simulator import paths, when
from simulator.errors import NotImported
from simulator.recordings.client import import_recordings
from simulator.recordings.told import Progress, how_far
from simulator.sessions import library
from simulator.sessions.indexed import Indexed
from simulator.sessions.store import HEADER
from simulator.text import short_line, size_text
from simulator.tui.actions import bindings
from simulator.tui.dialogs import Ask, Write
from simulator.tui.listing import ListPage
from simulator.tui.widgets.choices import Choices, Row
from simulator.tui.widgets.search import Search
from simulator.tui.widgets.transcript import WIDTH
from simulator.tui.widgets.words import Words

PAGE = 100
"""So many sessions are taken from the index at once; more when the selection comes near the end."""

NEAR = 20

MOST_TAGS = 200
"""So many characters of the tags are named below the list; all of them stand where they are changed."""

NONE_YET = "No sessions yet. The first one you practise will be here."


class Shown(msgspec.Struct, frozen=True):
    """A line of the list: a session, and where words were searched for the answer that holds them."""

    session: Indexed
    folder: Path
    take: str = ""
    piece: str = ""


class Sessions(ListPage):
    NAME = "sessions"
    BINDINGS = bindings(NAME)
    title_left = "Sessions"
    DEFAULT_CSS = """
    Sessions Choices { height: 1fr; }
    Sessions #about { max-height: 50%; margin-top: 1; }
    Sessions #importing { height: auto; max-height: 3; margin-top: 1; display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.shown: dict[str, Shown] = {}
        self._words = ""
        self._reading = ""
        self._whole = False
        self._importing: Worker[None] | None = None
        self._changes = 0
        """How far the index had changed when the list was taken from it: another screen may bring it up to date as well."""

    def body(self) -> ComposeResult:
        choices = Choices()
        yield Search(choices, self._find)
        yield choices
        yield Words(id="importing")
        yield Words(id="about", classes="quiet")

    def on_mount(self) -> None:
        self.query_one(Choices).focus()

    def on_screen_resume(self) -> None:
        self._show_first()
        self.look()

    @work(group="looking", exclusive=True)
    async def look(self) -> None:
        """Finds what was added, changed, moved or taken away since, while the list can be used."""
        loop, index = asyncio.get_running_loop(), self.program.index()

        def tell(done: int, of: int) -> None:
            loop.call_soon_threadsafe(self._tell, done, of)

        await asyncio.to_thread(index.sync, tell, self.gone)
        self._reading = ""
        if index.changes != self._changes:
            self._show_first()
        self._say_title()

    def _tell(self, done: int, of: int) -> None:
        if self.was_left():
            return
        self._reading = f"reading {done:,} of {of:,}   " if done < of else ""
        if not self.shown:
            self._show_first()
        self._say_title()

    def _show_first(self) -> None:
        """The first page, or more if more was shown."""
        if self._words:
            self._search()
            return
        index = self.program.index()
        self._changes = index.changes
        self._whole = False
        self._take(index.page(max(PAGE, len(self.shown))))

    def _take(self, page: list[Indexed], more: bool = False) -> None:
        shown = [Shown(each, index_folder(each)) for each in page]
        if len(page) < PAGE:
            self._whole = True
            if not self._words and (paths.sample_session() / HEADER).exists():
                shown.append(_sample())
        self._draw([*self.shown.values(), *shown] if more else shown)

    def _draw(self, shown: list[Shown]) -> None:
        self.shown = {str(each.folder): each for each in shown}
        today = when.now()
        self.query_one(Choices).show([_row(each, today) for each in self.shown.values()])
        self._say_title()
        self._say_about()
        self.refresh_bindings()

    def _say_title(self) -> None:
        index = self.program.index()
        count = index.count()
        size = f", {size_text(index.bytes())}" if count else ""
        self.say_title("Sessions", f"{self._reading}{count:,} session{'' if count == 1 else 's'}{size}")

    # Searching

    def _find(self, words: str) -> None:
        self._words = words.strip()
        self._show_first()

    def _search(self) -> None:
        """What is called so comes first, then what was said."""
        index = self.program.index()
        named = index.holding(self._words, PAGE)
        said = index.search(self._words, PAGE)
        keys = {each.key for each in named}
        self._whole = True
        self._draw(
            [Shown(each, index_folder(each)) for each in named]
            + [
                Shown(each.session, index_folder(each.session), each.take, each.piece)
                for each in said
                if each.session.key not in keys
            ]
        )

    # The chosen one

    @property
    def chosen(self) -> Shown | None:
        row = self.query_one(Choices).selected
        return self.shown.get(row.key) if row is not None and row.key is not None else None

    def on_choices_moved(self) -> None:
        choices = self.query_one(Choices)
        if not self._whole and self.shown and choices.cursor >= len(choices.rows) - NEAR:
            last = list(self.shown.values())[-1]
            self._take(self.program.index().page(PAGE, before=last.session.key), more=True)
        self._say_about()
        self.refresh_bindings()

    def _say_about(self) -> None:
        """What is wrong with the chosen session, what was found in it, or where it lies."""
        chosen = self.chosen
        if chosen is not None:
            session = chosen.session
            tags = f"Tags: {short_line(session.tags, MOST_TAGS)}. " if session.tags else ""
            rated = f"Rated by {', '.join(session.ratings)}. " if session.ratings else ""
            about = session.trouble or chosen.piece or f"{tags}{rated}{size_text(session.bytes)} in {chosen.folder}"
        elif self._words:
            about = "Nothing here holds these words."
        else:
            about = NONE_YET if not self._reading and not self.shown else ""
        self.query_one("#about", Words).say(about)

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted:
            return True
        chosen = self.chosen
        match action:
            case "undo":
                return bool(self.program.deleted)
            case "stop_importing":
                return self._importing is not None
            case "search":
                return bool(self._words) or any(map(_own, self.shown.values()))
            case "whole":
                return self.searching
            case "back" | "import_recordings":
                return self._importing is None
            case "open" | "replay":
                return chosen is not None and chosen.session.answered > 0
            case "continue":
                return chosen is not None and _own(chosen) and chosen.session.asked > 0 and not chosen.session.finished
            case "export":
                return chosen is not None and chosen.session.asked > 0
            case "rename" | "tag":
                return chosen is not None and _own(chosen) and chosen.session.asked > 0
            case "delete":
                return chosen is not None and _own(chosen)
        return True

    def action_open(self) -> None:
        if self.chosen is not None:
            self.program.open("scorecard", session=self.chosen.folder)

    def action_replay(self) -> None:
        if self.chosen is not None:
            self.program.open("replay", session=self.chosen.folder, take=self.chosen.take)

    def action_continue(self) -> None:
        if self.chosen is not None:
            self.program.open("interview", session=self.chosen.folder)

    @work
    async def action_rename(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        text = await self.program.push_screen_wait(Write("What do you call this session?", chosen.session.name))
        if text is not None:
            with self.telling():
                library.rename(chosen.folder, text)
            self._again(chosen.folder)

    @work
    async def action_tag(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        text = await self.program.push_screen_wait(Write("Its tags, with spaces between them:", chosen.session.tags))
        if text is not None:
            with self.telling():
                library.tag(chosen.folder, text.split())
            self._again(chosen.folder)

    @work
    async def action_export(self) -> None:
        from simulator.tui.screens.exporting import export

        if self.chosen is not None:
            await export(self.program, self.chosen.folder)

    @work
    async def action_delete(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        at = when.ago(chosen.session.created, when.now()) or chosen.folder.name
        question = f"Delete the session of {at} with all its recordings? Until the program closes, u brings it back."
        if await self.program.push_screen_wait(Ask(question)):
            with self.telling():
                self.program.deleted.append(library.set_aside(chosen.folder))
            self._again(chosen.folder)

    def action_undo(self) -> None:
        with self.telling():
            folder = library.bring_back(self.program.deleted.pop())
            self._again(folder)
            self.query_one(Choices).select(str(folder))

    # Recordings

    @work
    async def action_import_recordings(self) -> None:
        text = await self.program.push_screen_wait(Write("Which folder are your recordings in?"))
        if text:
            self._importing = self._import(Path(text).expanduser())
            self.refresh_bindings()

    @work(group="importing")
    async def _import(self, place: Path) -> None:
        """In a process of its own; the list follows."""
        said = ""
        try:
            with self.telling():
                outcome = await import_recordings(
                    [place], tell=self._say_progress, told=lambda made: self._again(paths.sessions() / made.folder)
                )
                said = str(outcome)
                if outcome.failed:
                    raise NotImported(_listed(outcome.failed), "Everything else was imported.")
        except asyncio.CancelledError:
            said = "Stopped. What is imported stays; i goes on from here."
            raise
        finally:
            self._importing = None
            self._say_import(said)
            self.refresh_bindings()

    def _say_progress(self, progress: Progress) -> None:
        self._say_import(f"Importing {how_far(progress, min(self.size.width, WIDTH) - 16)}")

    def _say_import(self, text: str) -> None:
        if not self.was_left():
            words = self.query_one("#importing", Words)
            words.display = bool(text)
            words.say(text)

    def action_stop_importing(self) -> None:
        if self._importing is not None:
            self._importing.cancel()

    async def put_away(self) -> None:
        if self._importing is not None:
            self._importing.cancel()
            with suppress(WorkerCancelled):
                await self._importing.wait()

    def _again(self, folder: Path) -> None:
        self.program.index().put(folder)
        self._show_first()


MOST_NAMED = 6
"""So many recordings that were not imported are named on the screen."""


def _listed(sentences: Sequence[str]) -> str:
    more = len(sentences) - MOST_NAMED
    return "\n".join([*sentences[:MOST_NAMED], *([f"And {more} more."] if more > 0 else [])])


def index_folder(session: Indexed) -> Path:
    return paths.sessions() / session.folder


def _sample() -> Shown:
    from simulator.sessions.entries import read

    session, _ = read(paths.sample_session())
    return Shown(session, paths.sample_session())


def _own(shown: Shown) -> bool:
    return shown.folder != paths.sample_session()


def _row(shown: Shown, today: datetime) -> Row:
    session = shown.session
    if not _own(shown):
        return Row(str(shown.folder), "A sample to look at", f"{session.answered} of {session.asked} answered")
    label = when.ago(session.created, today) or session.id
    if session.asked:
        state = "" if session.finished else ", unfinished"
        name = session.name or session.title
        whose = f"{session.candidate}: " if session.candidate else ""
        detail = f"{whose}{name}, {session.answered} of {session.asked} answered{state}"
        if session.tags:
            detail += f"   {session.tags}"
        if shown.piece:
            detail = shown.piece
    else:
        detail = "cannot be opened"
    return Row(str(shown.folder), label, detail)
