"""What several jobs in lines lead to: a short rehearsal, a letter, a file that is written in the person's own editor."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from simulator import when
from simulator.cli.plain.lines import Choice, choose, hear, say, sure
from simulator.cli.plain.practise import practise
from simulator.comeback import drafts, machine
from simulator.comeback.gather import gather, mark_sent
from simulator.comeback.gather import letter as letter_of
from simulator.comeback.letters import CALLED, EXPECT, Kind, as_text, from_text, mailto
from simulator.errors import ComebackError
from simulator.interview.rehearsal import Wish
from simulator.settings import Settings

WRITE_HERE = "Type the letter, its first two lines being to whom and what about. A line with only a full stop ends it; an end alone changes nothing."


async def typed() -> bool | None:
    """Asks how answers are given, and says where there is no microphone for an answer aloud; None for neither way."""
    from simulator.speech.sound import Sound

    microphone = (
        "with the microphone"
        if (await Sound.found()).microphones
        else "once a microphone is plugged in; none was found"
    )
    how = await choose(
        "How do you want to answer?",
        [Choice("spoken", "Aloud", microphone), Choice("typed", "Typed", "for a quiet room")],
    )
    return None if how is None else how == "typed"


async def rehearse(wish: Wish, settings: Settings) -> int:
    """Asks how answers are given, and holds the rehearsal."""
    how = await typed()
    return 0 if how is None else await practise(replace(wish, typed=how), settings, None)


async def letter(kind: Kind, of: str, settings: Settings) -> None:
    """Says a letter and what can be done with it, until it is left. Raises ComebackError."""
    while True:
        search, today = gather(), when.now().date()
        written, changed = letter_of(kind, of, search, settings.name, today)
        say(CALLED[kind], *as_text(written).splitlines(), EXPECT[kind])
        choices = [
            Choice("edit", "Change it", "in your editor, or here where none is set up"),
            Choice("mail", "Open it in your mail program", "which sends nothing by itself"),
            Choice("sent", "I sent it today"),
            *([Choice("anew", "Write it anew from what you entered")] if changed else []),
        ]
        match await choose("What now?", choices):
            case "edit":
                try:
                    machine.editor()
                    machine.edit(drafts.save(kind, of, written))
                except machine.NoEditor:
                    if text := await _typed():
                        drafts.save(kind, of, from_text(text))
            case "mail":
                machine.open_mail(mailto(written))
                say("Your mail program has it, where you send it, or not.")
            case "sent":
                where = mark_sent(kind, of, gather(), today)  # as it is now: writing takes a while
                say(f"Sent today{f': that stands in its {where} now' if where else ''}.")
                return
            case "anew":
                if await sure("Your changes to this draft are lost then."):
                    drafts.forget(kind, of)
            case _:
                return


async def _typed() -> str:
    say(WRITE_HERE)
    lines: list[str] = []
    while (line := await hear()) != ".":
        lines.append(line)
    return "\n".join(lines).strip()


async def edit(file: Path) -> None:
    """Opens a file in the person's editor; where none is set up, says where it lies."""
    try:
        machine.editor()
    except ComebackError:
        say(f"It is this file, for your editor: {file}")
        return
    if await choose(f"It is the file {file}.", [Choice("edit", "Open it in your editor")]):
        machine.edit(file)
