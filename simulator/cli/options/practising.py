"""Interviews: alone, with a friend, in turns."""

from __future__ import annotations

from simulator.cli.given import number
from simulator.cli.options import Commands, Parser, add_banks, add_manner, add_plain, add_seed, command

REASONS = ("leaving", "role", "research", "commitment", "match")


def add(commands: Commands) -> None:
    _practise(commands)
    _friend(commands)
    _peer(commands)


def _practise(commands: Commands) -> None:
    practise = command(commands, "practise", "practise:run", "rehearse an interview")
    add_banks(practise)
    _add_count(practise)
    practise.add_argument(
        "--minutes", type=minutes, metavar="N", help="as many questions as fit into so many minutes, 2 to 90"
    )
    practise.add_argument("--reason", choices=REASONS, help="rehearse what this reason for rejection calls for")
    practise.add_argument(
        "--competency", action="append", default=[], metavar="NAME", help="questions about this first (may be repeated)"
    )
    practise.add_argument("--weak-spots", action="store_true", help="what went least well so far comes first")
    practise.add_argument("--posting", metavar="FILE", help="what fits the job posting in this text file comes first")
    practise.add_argument(
        "--prep",
        metavar="ID",
        help="for the job on this prep sheet: it picks the questions, and homework is scored from it",
    )
    practise.add_argument("--friend", action="store_true", help="a friend at the same table plays the interviewer")
    add_manner(practise)
    add_seed(practise)
    practise.add_argument("--step", type=_step, default=0, metavar="N", help="at a step of the nerves ladder, 1 to 7")
    add_plain(practise)
    practise.add_argument(
        "--continue", dest="go_on", metavar="SESSION", help="go on with a session that was left or cut off"
    )


def _friend(commands: Commands) -> None:
    friend = command(
        commands,
        "friend",
        "friend:run",
        "let a friend interview you, on a page on their phone or laptop",
        "Let a friend interview you, on a page on their phone or laptop. It listens on this computer alone unless you say --lan, and only while it is open.",
    )
    friend.add_argument("--lan", action="store_true", help="let in the network that this computer is on, for a phone")
    friend.add_argument("--port", type=_port, default=0, metavar="N", help="a port of your choice, 1024 to 65535")
    friend.add_argument("--name", metavar="NAME", default="", help="your name, for your friend's page")
    add_banks(friend)
    _add_count(friend)
    add_manner(friend)
    add_seed(friend)


def _peer(commands: Commands) -> None:
    peer = command(
        commands,
        "peer",
        "friend:peer",
        "two people practise in turns, and no question comes twice",
        "Two people at one terminal practise in turns: each answers a round and interviews a round, no question comes twice, and both leave feedback.",
    )
    peer.add_argument("names", nargs=2, metavar="NAME", help="who answers first, and who interviews first")
    peer.add_argument("--minutes", type=minutes, default=30, metavar="N", help="of a round, 2 to 90; 30 if not given")
    peer.add_argument("--questions", type=_count, metavar="N", help="of a round, 1 to 30, instead of minutes")
    add_banks(peer)
    add_manner(peer)
    add_seed(peer)


def _add_count(to: Parser) -> None:
    to.add_argument("--questions", type=_count, metavar="N", help="how many questions, 1 to 30")


def _count(text: str) -> int:
    return number(text, 1, 30, "questions")


def minutes(text: str) -> int:
    return number(text, 2, 90, "minutes")


def _step(text: str) -> int:
    return number(text, 1, 7, "is what a step can be")


def _port(text: str) -> int:
    return number(text, 1024, 65535, "is what a port can be")
