"""`mock-interview sessions` and `replay`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from simulator import settings
from simulator.cli import live, show
from simulator.errors import SessionError, UserError
from simulator.interview.state import Take
from simulator.questions.load import all_questions
from simulator.questions.model import Question
from simulator.scoring.card import Scorecard
from simulator.scoring.session import session_scores
from simulator.sessions import corrections, library
from simulator.sessions.audit import audit
from simulator.sessions.index import Index
from simulator.sessions.scores import card_of, counting_takes
from simulator.sessions.store import SavedSession, delete, open_session
from simulator.sessions.told import note_line, notes, who_is
from simulator.sessions.views import in_lines, views
from simulator.text import bare, json_text, plain

FOUND = 30
"""So many sessions are named where words are searched for."""


def run(arguments: argparse.Namespace) -> int:
    match arguments.sessions_command:
        case "browse":
            return _browse()
        case "show":
            return _show(library.find(arguments.session), as_json=arguments.json)
        case "delete":
            return _delete(library.find_own(arguments.session), sure=arguments.yes)
        case "search":
            return _search(" ".join(arguments.words))
        case "name":
            library.rename(library.find_own(arguments.session), arguments.name)
            return 0
        case "tag":
            library.tag(library.find_own(arguments.session), arguments.tags)
            return 0
        case "reindex":
            return _reindex()
        case "rescore":
            return _rescore([library.find_own(arguments.session)] if arguments.session else list(library.folders()))
        case _:
            return _list()


def _browse() -> int:
    from simulator import settings
    from simulator.cli.plain.library import browse
    from simulator.cli.plain.lines import hold

    return hold(browse(settings.load()))


def _list() -> int:
    with Index() as index:
        index.sync()
        found = list(reversed(index.sessions(openable=False)))
    if not found:
        print("No sessions yet. `mock-interview practise` makes the first; `replay sample` shows one.")
    for each in found:
        if each.asked:
            state = "" if each.finished else "  (to be continued)"
            tags = f"  [{plain(each.tags)}]" if each.tags else ""
            whose = f"{plain(each.candidate)}: " if each.candidate else ""
            name = plain(each.name or each.title)
            print(f"{plain(each.folder)}  {each.answered} of {each.asked} answered  {whose}{name}{tags}{state}")
        if each.trouble:
            print(f"{plain(each.folder)}: {plain(each.trouble)}", file=sys.stderr)
    return 0


def _search(words: str) -> int:
    if not bare(words).split():  # all sessions hold them
        raise UserError("No words were given.", "`mock-interview sessions list` names all sessions.")
    with Index() as index:
        index.sync()
        named, said = index.holding(words, FOUND), index.search(words, FOUND)
    for session in named:
        print(f"{plain(session.folder)}  {plain(session.name or session.title)}")
    for each in said:
        print(f"{plain(each.session.folder)}  {each.take}  {plain(each.question)}\n  {plain(each.piece)}")
    if not named and not said:
        print("No session holds these words.")
    return 0


def _reindex() -> int:
    """Makes the index anew; how far it is goes to a terminal only."""
    start = time.monotonic()

    def tell(done: int, of: int) -> None:
        if live.may():
            left = (time.monotonic() - start) / done * (of - done)
            print(f"\r{done} of {of} read, about {left:.0f} s left   ", end="", file=sys.stderr)

    with Index() as index:
        read = index.rebuild(tell).read
    if live.may():
        print("\r" + " " * 50 + "\r", end="", file=sys.stderr)
    print(f"The index holds {read} session{'' if read == 1 else 's'}.")
    return 0


def _rescore(sessions: list[Path]) -> int:
    """This scorer, and what is left out now, for what was scored otherwise; a session that cannot be opened or written is named, and the rest goes on."""
    background, kept = _background(), settings.load()
    code, takes = 0, 0
    for folder in sessions:
        try:
            takes += corrections.score_again(folder, background, kept)
        except SessionError as error:
            print(f"{plain(folder.name)}: {plain(error.message)}", file=sys.stderr)
            code = 1
        except OSError as error:
            print(f"{plain(str(folder))} cannot be written: {error.strerror}.", file=sys.stderr)
            code = 1
    print(
        f"{takes} answer{'' if takes == 1 else 's'} scored again." if takes else "Everything has scores of this scorer."
    )
    return code


def _background() -> list[Question]:
    return all_questions()


def _delete(folder: Path, *, sure: bool) -> int:
    if not sure:
        if not sys.stdin.isatty():
            raise UserError("Deleting has to be confirmed.", "Add --yes to delete without being asked.")
        from simulator.cli.plain.lines import confirmed

        if not confirmed(f"Delete {folder.name} with all its recordings?"):
            print("Kept.")
            return 0
    delete(folder)
    with Index(folder.parent) as index:
        index.put(folder)
    print(f"{plain(folder.name)} is deleted.")
    return 0


def _cards(saved: SavedSession) -> Iterator[tuple[Take, Scorecard | None]]:
    background = _background()
    for take in saved.state.takes:
        if take.counts:
            yield take, card_of(saved, take, background)


def _show(folder: Path, *, as_json: bool) -> int:
    saved = open_session(folder)
    if as_json:
        for _, card in _cards(saved):
            if card is not None:
                print(json_text(msgspec.json.encode(card)))
        return 0
    for line in lines_of(saved):
        print(line)
    return 0


def lines_of(saved: SavedSession) -> Iterator[str]:
    """The scorecard of a session in lines; answers without one are scored now."""
    return session_lines(saved, list(_cards(saved)))


def session_lines(saved: SavedSession, cards: list[tuple[Take, Scorecard | None]]) -> Iterator[str]:
    """A session's scorecard in lines: the whole first, then each take."""
    if saved.damage:
        yield plain(saved.damage)
    by_take = {take.name: card for take, card in cards if card is not None}
    scores = session_scores(
        [by_take[take.name] for take in counting_takes(saved.state, by_take) if take.name in by_take]
    )
    yield f"{plain(saved.id)}: fluency {show.number(scores.fluency)}, preparedness {show.number(scores.preparedness)}"
    yield from estimates(saved)
    noticed = list(notes(saved))
    names = {take.name for take, _ in cards}
    yield from (plain(note_line(note)) for note in noticed if note.take not in names)
    yield from _views(saved, by_take)
    if saved.finished and cards:
        yield ""
        yield "The seven parts of an interview:"
        yield from (f"  {plain(each.part)}: {plain(each.text)}" for each in audit(saved.state, by_take))
    for take, card in cards:
        yield ""
        yield f"{take.name}  {plain(take.text)}"
        if card is None:
            yield "  Not transcribed yet; it will be when the session is continued or replayed."
        else:
            yield from (f"  {line}" for line in show.card(card))
        yield from (f"  {plain(note_line(note))}" for note in noticed if note.take == take.name)
        for older in saved.older_cards(take):
            gave = f"fluency {show.number(older.fluency.score)}, preparedness {show.number(older.preparedness.score)}"
            yield f"  Version {older.version} of the scorer gave {gave}."


def _views(saved: SavedSession, cards: Mapping[str, Scorecard]) -> Iterator[str]:
    """What people and the program say side by side, where somebody rated the session."""
    found = views(saved.state, cards) if saved.finished else None
    if found is None:
        return
    yield ""
    yield "Three views, 1 to 5:"
    yield from (f"  {plain(line)}" for line in in_lines(found))
    yield from (f"  {plain(gap)}" for gap in found.gaps)
    for name, remark in found.remarks.items():
        yield f"  {plain(name[:1].upper() + name[1:])}: {plain(remark)}"


def estimates(saved: SavedSession) -> Iterator[str]:
    """What people said before the scores were shown, and the nerves."""
    for author, rated in saved.state.estimates.items():
        if rated.fluency is not None and rated.preparedness is not None:
            who = plain(who_is(saved.state, author))
            yield f"{who} said: fluency {rated.fluency}, preparedness {rated.preparedness}"
    nerves = [f"{value} {when}" for when, value in saved.state.nerves.items() if value is not None]
    if nerves:
        yield f"Nerves, 0 to 10: {', '.join(nerves)}"


def replay(arguments: argparse.Namespace) -> int:
    folder = library.find(arguments.session)
    if not arguments.plain and sys.stdin.isatty() and sys.stdout.isatty():
        from simulator.cli import screen

        return screen.show("replay", session=folder)
    if arguments.in_lines or (arguments.plain and sys.stdin.isatty()):
        from simulator import settings
        from simulator.cli.plain.lines import hold
        from simulator.cli.plain.replay import replay as in_lines

        return hold(in_lines(folder, settings.load()))
    saved = open_session(folder)
    if saved.damage:
        print(plain(saved.damage), file=sys.stderr)
    for take, card in _cards(saved):
        print(f"{take.name}  {plain(take.text)}")
        for line in show.transcript(card):
            print(f"  {line}")
    return 0
