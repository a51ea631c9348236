"""The sessions there are, in lines: searched, opened, named, tagged, deleted and brought back."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from simulator import paths, when
from simulator.cli import sessions as commands
from simulator.cli.plain.lines import Choice, ask, choose, say, show, sure, tell_error
from simulator.cli.plain.practise import practise
from simulator.cli.plain.replay import replay
from simulator.errors import UserError
from simulator.interview.rehearsal import Wish
from simulator.sessions import library
from simulator.sessions.index import Index
from simulator.sessions.indexed import Indexed
from simulator.sessions.people import owner
from simulator.sessions.store import HEADER, open_session
from simulator.settings import Settings
from simulator.text import counted

PAGE = 10
"""So many sessions are said at once."""

NONE_YET = "No sessions yet. `mock-interview --plain practise` makes the first."
SAMPLE, SEARCH, MORE, UNDO = "sample", "search", "more", "undo"


class Library:
    """What is shown of the index, and what was deleted meanwhile, the last one last."""

    def __init__(self, index: Index, settings: Settings) -> None:
        self.deleted: list[Path] = []
        self._index = index
        self._settings = settings
        self._words = ""
        self._from: int | None = None

    async def offer(self) -> bool:
        """Says some sessions and does what is chosen; False once it is left."""
        await asyncio.to_thread(self._index.sync)
        found = self._found()
        choices = [Choice(each.folder, _called(each)) for each in found]
        if len(found) == PAGE and not self._words:
            choices.append(Choice(MORE, "Earlier sessions"))
        if (paths.sample_session() / HEADER).exists() and not self._words:
            choices.append(Choice(SAMPLE, "A sample to look at"))
        choices.append(Choice(SEARCH, "Search for words"))
        if self.deleted:
            choices.append(Choice(UNDO, "Bring back what was deleted last"))
        chosen = await choose(self._heading(len(found)), choices, enter="goes back")
        match chosen:
            case None if self._words or self._from is not None:
                self._words, self._from = "", None
            case None:
                return False
            case "search":
                self._words, self._from = await ask("Which words?", enter="shows all"), None
            case "more":
                self._from = found[-1].key
            case "undo":
                self._bring_back()
            case "sample":
                await self._open(paths.sample_session(), own=False)
            case folder:
                await self._open(self._index.root / folder, own=True)
        return True

    def _found(self) -> list[Indexed]:
        if not self._words:
            return self._index.page(PAGE, before=self._from)
        named = self._index.holding(self._words, PAGE)
        keys = {each.key for each in named}
        said = {each.session.key: each.session for each in self._index.search(self._words, PAGE)}
        return [*named, *(each for key, each in said.items() if key not in keys)]

    def _heading(self, found: int) -> str:
        if self._words:
            return (
                f"{counted(found, 'session')} with “{self._words}”." if found else f"No session holds “{self._words}”."
            )
        count = self._index.count()
        return f"{counted(count, 'session')}, the newest first." if count else NONE_YET

    async def _open(self, folder: Path, *, own: bool) -> None:
        """One session, until it is left or deleted."""
        while True:
            saved = open_session(folder)
            choices = [
                Choice("replay", "Hear it again"),
                Choice("scores", "Its scorecard"),
                *([Choice("continue", "Go on with it")] if own and not saved.finished else []),
                *([Choice("name", "Give it a name"), Choice("tag", "Give it tags")] if own else []),
                Choice("export", "Write it as a file of yours"),
                *([Choice("delete", "Delete it")] if own else []),
            ]
            match await choose(f"{library.title(saved)}, {when.ago(saved.header.created, when.now())}.", choices):
                case "replay":
                    await replay(folder, self._settings)
                case "scores":
                    show(commands.lines_of(saved))
                case "continue":
                    await practise(Wish(), self._settings, folder)
                case "name":
                    library.rename(folder, await ask("What do you call it?", now=saved.state.name))
                case "tag":
                    tags = await ask("Its tags, with blanks between them:", now=" ".join(sorted(saved.state.tags)))
                    library.tag(folder, tags.split())
                case "export":
                    say(
                        f"`mock-interview export {folder.name}` writes a page with the sound in it; --as names other forms."
                    )
                case "delete":
                    if await sure(
                        "Delete it with all its recordings? Until you leave the library it can be brought back."
                    ):
                        self.deleted.append(library.set_aside(folder))
                        self._index.put(folder)
                        say("Deleted.")
                        return
                case _:
                    return
            if own:
                self._index.put(folder)

    def _bring_back(self) -> None:
        folder = library.bring_back(self.deleted.pop())
        self._index.put(folder)
        say(f"{library.title(open_session(folder))} is back.")


def _called(each: Indexed) -> str:
    at = when.ago(each.created, when.now())
    if not each.asked:
        return f"{at}, cannot be opened: {each.trouble}"
    name = each.name or each.title
    whose = f"{each.candidate}: " if each.candidate else ""
    state = "" if each.finished else ", unfinished"
    tags = f", tags: {each.tags}" if each.tags else ""
    return f"{at}, {whose}{name}, {each.answered} of {each.asked} answered{state}{tags}"


async def browse(settings: Settings) -> int:
    """Until it is left; what was deleted then goes for good."""
    with Index(whose=owner(settings.name)) as index:
        held = Library(index, settings)
        try:
            going = True
            while going:
                try:
                    going = await held.offer()
                except UserError as error:
                    tell_error(error)
        finally:
            for aside in held.deleted:
                shutil.rmtree(aside, ignore_errors=True)
    return 0
