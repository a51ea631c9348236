"""A session again, line by line: heard where there is a loudspeaker, and gone through by words that are typed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

from simulator.cli.plain.lines import hear, say, seconds_of, tell_error
from simulator.cli.plain.replaying import TYPED, Replay
from simulator.errors import UserError
from simulator.settings import Settings

PROMPT = "Type a word of the replay, or just press Enter to play and to pause; ? lists the words."


class Word(NamedTuple):
    """Something that can be typed: the words for it, what may follow them, and what it does."""

    names: tuple[str, ...]
    more: str
    does: str
    done: Callable[[Replay, str], Awaitable[None]]


WORDS = (
    Word(("", "p", "play", "pause"), "or just Enter", "plays, and pauses", Replay.play),
    Word(("where", "w"), "", "says the second, the word and the moment you are at", Replay.tell_where),
    Word(("at",), "and a time, such as at 0:52", "goes there; +5 and -5 go so many seconds on or back", Replay.at),
    Word(("sentence", "s"), "or sentence back", "goes to the next sentence, or the one before", Replay.sentence),
    Word(("moment", "m"), "a number, or back", "goes to the next moment, to one by its number, or back", Replay.moment),
    Word(("moments",), "", "says all moments of this answer, each with its reason", Replay.moments),
    Word(
        ("question", "q"),
        "a number, or back",
        "goes to the next answer, to one by its number, or back",
        Replay.question,
    ),
    Word(("word",), "and what was said", "goes to where that is said next", Replay.word),
    Word(("again", "a"), "", "hears this sentence again", Replay.again),
    Word(("loop",), "", "repeats a passage: once where it begins, once where it ends, once more for none", Replay.loop),
    Word(("faster",), "", "plays faster, up to twice as fast", Replay.faster),
    Word(("slower",), "", "plays slower, down to half as fast", Replay.slower),
    Word(("read", "r"), "", "says the words of this answer", Replay.read),
    Word(("scores",), "", "says the scorecard of this answer", Replay.scores),
    Word(("try", "t"), "or try typed", "answers this question again, here and now", Replay.try_again),
    Word(("compare", "c"), "", "lays two takes of this question side by side", Replay.compare),
    Word(("correct",), "", "puts right what the recogniser got wrong", Replay.correct),
    Word(("filler",), "", "makes the word you are at a filler, or none", Replay.filler),
    Word(("note", "n"), "and what you noticed", "keeps a note at this second", Replay.note),
    Word(("keep",), "", "keeps what is said here among your wins", Replay.keep),
    Word(("leave", "back", "quit", "x"), "", "ends the replay", Replay.leave),
)
"""All that can be typed; a time (1:05), +5 and -5 go to a second."""

OF_SOUND = {"at", "sentence", "moment", "moments", "word", "again", "loop", "faster", "slower", "filler"}
"""What can be done only where there is something to hear."""


def help_for(held: Replay) -> list[str]:
    """What can be typed at the answer at hand."""
    possible = [each for each in WORDS if held.answer.seconds or OF_SOUND.isdisjoint(each.names)]
    return [
        f"{each.names[0] or each.names[1]}{f', {each.more}' if each.more else ''}: {each.does}." for each in possible
    ]


async def do(held: Replay, line: str) -> None:
    """One line from the person."""
    if line[:1] in ("+", "-") and (seconds := seconds_of(line[1:])) is not None:
        held.seek(held.player.position + (seconds if line[0] == "+" else -seconds))
        return
    name, _, rest = line.partition(" ")
    if ":" in name and (seconds := seconds_of(name)) is not None:
        held.seek(seconds)
        return
    word = next((each for each in WORDS if name.casefold() in each.names), None)
    if line == "?" or word is None:
        say(*help_for(held) if line == "?" else (f"“{line}” is no word here; ? lists the words.",))
        return
    if not held.answer.seconds and not OF_SOUND.isdisjoint(word.names):
        say(TYPED)
        return
    await word.done(held, rest.strip())


async def replay(folder: Path, settings: Settings, take: str = "", at: float = 0.0) -> int:
    """Holds a replay on standard input and output until it is left or the input ends. Raises SessionError."""
    held = Replay(folder, settings)
    try:
        if not await held.open(take, at):
            return 0
        say(PROMPT)
        while not held.left:
            try:
                await do(held, await hear())
            except UserError as error:
                tell_error(error)
            if not held.left and not held.player.playing:
                say(PROMPT)
    finally:
        await held.close()
    return 0
