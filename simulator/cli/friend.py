"""`mock-interview friend`: a friend interviews on a page of their own. `peer`: two people practise in turns."""

from __future__ import annotations

import argparse

from simulator import settings
from simulator.cli import screen
from simulator.interview.rehearsal import Wish
from simulator.interview.turns import turns


def run(arguments: argparse.Namespace) -> int:
    wish = Wish(
        questions=arguments.questions,
        banks=tuple(arguments.bank),
        typed=arguments.typed,
        voice=False if arguments.no_voice else None,
        untimed=arguments.untimed or None,
        seed=arguments.seed,
        candidate_name=arguments.name,
        friend=True,
    )
    if arguments.plain:
        from simulator.cli.plain.friend import friend
        from simulator.cli.plain.lines import hold

        return hold(friend(wish, settings.load(), lan=arguments.lan, port=arguments.port))
    return screen.show("door", wish=wish, lan=arguments.lan, port=arguments.port)


def peer(arguments: argparse.Namespace) -> int:
    first, second = arguments.names
    wish = Wish(
        questions=arguments.questions,
        minutes=None if arguments.questions else arguments.minutes,
        banks=tuple(arguments.bank),
        typed=arguments.typed,
        voice=False if arguments.no_voice else None,
        untimed=arguments.untimed or None,
        seed=arguments.seed,
        candidate_name=first,
        friend_name=second,
    )
    turns(wish, settings.load().name)  # two of one name are told before anything is shown
    if arguments.plain:
        from simulator.cli.plain.lines import hold
        from simulator.cli.plain.peer import peer as in_turns

        return hold(in_turns(wish, settings.load()))
    return screen.show("peer", wish=wish)
