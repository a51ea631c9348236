"""Another take of a question, and two takes side by side, in lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from simulator.cli.plain.lines import Choice, choose, say
from simulator.cli.plain.practise import PlainRehearsal, sit
from simulator.interview.rehearsal import Again, prepare_again
from simulator.sessions import comparing
from simulator.sessions.answers import Replayable
from simulator.sessions.store import open_session
from simulator.settings import Settings
from simulator.text import counted, score_text

ONE_TAKE = "There is one take of this question so far; try makes another."


async def again(folder: Path, settings: Settings, wanted: Again) -> None:
    """Holds another take of a question of a session that is at its end. Raises SessionError."""
    run = PlainRehearsal(again=True)
    await sit(run, await prepare_again(open_session(folder), settings, run.on_event, wanted))


async def compare(answers: Sequence[Replayable], question: int) -> None:
    """The newest take of a question beside the one before, or beside another that is chosen."""
    takes = comparing.takes_of(answers, question)
    if len(takes) < 2:
        say(ONE_TAKE)
        return
    first, second = takes[-2], takes[-1]
    if len(takes) > 2:
        others = [Choice(str(place), _called(each)) for place, each in enumerate(takes[:-1])]
        chosen = await choose(
            f"The newest is {_called(second)}. Beside which one?", others, enter="takes the one before"
        )
        first = takes[int(chosen)] if chosen is not None else first
    say(_called(first), _called(second))
    best = comparing.best_take(takes)
    if best is not None:
        say(f"The best so far is take {best.take.number}.")
    say(*_differences(first, second))


def _called(take: Replayable) -> str:
    return f"Take {take.take.number}: {', '.join(comparing.totals(take.card).split('   '))}"


def _differences(first: Replayable, second: Replayable) -> Iterator[str]:
    if sentence := comparing.unlike(first, second):
        yield sentence
    for name, before, now in comparing.dimensions(first, second):
        points = comparing.points_between(before, now)
        by = (
            ""
            if points is None
            else f", {counted(abs(points), 'point')} {'more' if points > 0 else 'less'}"
            if points
            else ", the same"
        )
        yield f"{name}: {score_text(before)}, then {score_text(now)}{by}."
    changes = list(comparing.changes(comparing.said(first), comparing.said(second)))
    if not changes:
        yield "The words are the same."
    for gone, come in changes:
        if gone and come:
            yield f"Instead of “{gone}” now “{come}”."
        else:
            yield f"Left out: “{gone}”." if gone else f"Put in: “{come}”."
