"""After an interview and before the next: looking back, drills, nerves, the day itself, and what went well."""

from __future__ import annotations

from simulator.cli.options import Commands, add_manner, add_place, add_plain, command
from simulator.cli.options.practising import minutes


def add(commands: Commands) -> None:
    _debrief(commands)
    _drill(commands)
    _nerves(commands)
    _wins(commands)


def _debrief(commands: Commands) -> None:
    debrief = command(
        commands,
        "debrief",
        "debrief:run",
        "look back on a real interview, and plan what is next",
        "Look back on a real interview, one question a screen. Everything is saved as you go, and you can leave at any question.",
    )
    debrief.add_argument("--turned-down", action="store_true", help="after a rejection: comfort first, and a short way")
    debrief.add_argument("--plan", action="store_true", help="print the plan: what to do, when, and why")


def _drill(commands: Commands) -> None:
    drill = command(
        commands,
        "drill",
        "drill:run",
        "practise the questions that are due",
        "Practise the questions that are due, mixed with what goes least well.",
    )
    drill.add_argument("--minutes", type=minutes, default=10, metavar="N", help="how long, 2 to 90; 10 if not given")
    drill.add_argument("--list", action="store_true", help="print the schedule: when each question is due")
    drill.add_argument(
        "--reset", action="append", default=[], metavar="ID", help="take a question, or `all`, out of the schedule"
    )
    add_manner(drill)
    add_plain(drill)


def _nerves(commands: Commands) -> None:
    today = command(
        commands,
        "today",
        "nerves:today",
        "the morning of an interview: what to bring, whom you meet, your strongest answers",
        "Everything for the day of an interview on one page.",
    )
    add_plain(today, "print it instead of opening the screen")
    command(
        commands,
        "settle",
        "nerves:settle",
        "two minutes to settle: slow breathing, or a sentence said aloud",
        "Two minutes to settle: slow breathing, or a sentence said aloud. You can leave at any moment.",
    )
    setback = command(
        commands,
        "setback",
        "nerves:setback",
        "rehearse a blank mind, a question you cannot answer, a cold interviewer",
        "Rehearse a setback with a line of your own to say.",
    )
    setback.add_argument("--list", action="store_true", help="print your lines")
    command(
        commands,
        "ladder",
        "nerves:ladder",
        "the seven steps of the nerves ladder, and where you stand",
        "Prints the seven steps of the nerves ladder, and where you stand. `mock-interview practise --step N` practises at one.",
    )


def _wins(commands: Commands) -> None:
    wins = command(
        commands,
        "wins",
        "wins:run",
        "what went well, and what people said of it",
        "Prints what went well: moments, kind words, what has measurably improved.",
    )
    wins.add_argument("--add", metavar="TEXT", help="keep a kind word, or something that went well")
    wins.add_argument("--by", metavar="NAME", default="", help="who said it, with --add")
    add_place(wins, "write it as a page, to a file or into a folder")
