"""What can be typed in lines stands in `docs/plain.md`, and what stands there can be typed."""

from __future__ import annotations

import re
from pathlib import Path

from simulator.cli import parser
from simulator.cli.plain import at_the_door, practise, table, telling
from simulator.cli.plain.replay import WORDS

PAGE = (Path(__file__).parents[1] / "docs" / "plain.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    return PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]


def test_every_command_of_a_rehearsal_is_there_and_the_reverse() -> None:
    told = set(re.findall(r"`(/[a-z]+)`", section("In a rehearsal")))
    said = " ".join((*telling.HELP, *table.HELP, *at_the_door.HELP, practise.FRIENDS_TURN))
    assert told == set(re.findall(r"(?<![\w`])/[a-z]+", said)) == told | {*table.COMMANDS, *at_the_door.COMMANDS}


def test_every_word_of_a_replay_is_there_and_the_reverse() -> None:
    rows = "\n".join(re.findall(r"^\| (`.+?) \|", section("In a replay"), re.M))
    told = {word.split()[0] for word in re.findall(r"`([a-z]+(?: [\w:]+)?)`", rows)}
    names = {name for word in WORDS for name in word.names}
    assert told <= names
    assert all(told & set(word.names) for word in WORDS if "" not in word.names)


def test_every_job_on_the_page_is_a_command() -> None:
    table_of_jobs = PAGE.split("| Job | How |")[1].split("\n\n")[0]
    invocations = re.findall(r"`mock-interview ([^`]+)`", table_of_jobs)
    assert len(invocations) > 12
    for words in invocations:
        parser().parse_args(words.split())
