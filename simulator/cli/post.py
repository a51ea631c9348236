"""`mock-interview share` and `merge`: a session goes to a friend, and what they wrote comes back."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from simulator import paths
from simulator.cli.export import place_for, say_where, tell
from simulator.errors import ExportError, UserError
from simulator.exports import formats, writing
from simulator.questions.load import all_questions
from simulator.sessions import library, merging
from simulator.sessions.answers import answered
from simulator.sessions.merging import Merged
from simulator.sessions.store import SavedSession, open_session
from simulator.text import counted, plain


def share(arguments: argparse.Namespace) -> int:
    session = library.find(arguments.session)
    words = not arguments.without_words
    saved = open_session(session)
    if not saved.finished:
        raise ExportError(
            f"{saved.id} has not come to its end, and is rated as a whole.",
            f"`mock-interview practise --continue {saved.id}` goes on with it.",
        )
    kind: formats.Format = "bundle" if arguments.bundle else "html"
    if arguments.bundle and not words:
        raise ExportError("A bundle holds everything, the words too.", "Leave out --bundle or --without-words.")
    inside = _inside(saved, words)
    if not inside:
        raise ExportError(f"{saved.id} has nothing in it to hear or to read.", "Share another session.")
    print(_what_is_in_it(inside, arguments.bundle), flush=True)
    to = Path(arguments.to).expanduser() if arguments.to else None
    folder = to is not None and (to.is_dir() or arguments.to.endswith(os.sep))
    target = place_for(formats.file_name(f"{formats.called(session)}-{formats.FOR_A_FRIEND}", kind), to, folder)
    if arguments.bundle:
        writing.export_session(session, kind, target, tell)
    else:
        writing.share_session(session, target, words=words, tell=tell)
    say_where(target)
    if session == paths.sample_session():
        print("It is to be looked at: the sample belongs to the program, and nothing can be merged into it.")
    else:
        print("Give it to your friend; what they send back goes in by `mock-interview merge FILE`.")
    return 0


def _inside(saved: SavedSession, words: bool) -> list[str]:
    """What the friend gets of the person."""
    takes = answered(saved)
    parts = ["your voice"] if any(take.audio and saved.audio(take) is not None for take in takes) else []
    return parts + (["your words"] if words and takes else [])


def _what_is_in_it(inside: list[str], bundle: bool) -> str:
    if bundle:
        everything = ", ".join([*inside, "your notes", "your ratings"])
        return f"The bundle holds everything: {everything} and your scores; this program sends it to nobody."
    return f"The page holds {' and '.join(inside)}, and none of your scores; this program sends it to nobody."


def merge(arguments: argparse.Namespace) -> int:
    """Every file that can be merged; one that cannot is named, and the rest goes on."""
    code, background = 0, cache(all_questions)
    for name in arguments.files:
        try:
            done = merging.merge(Path(name), background, arguments.by)
        except UserError as error:
            print(f"{error.title}: {plain(str(error))}", file=sys.stderr)
            code = 1
        else:
            for line in _told(done):
                print(plain(line))
    return code


_NAMES = {
    "Noted": ("note", "notes"),
    "MomentMarked": ("mark", "marks"),
    "PointTicked": ("point heard", "points heard"),
    "SessionRated": ("rating", "ratings"),
}


def _told(done: Merged) -> Iterator[str]:
    author = done.author[:1].upper() + done.author[1:]
    kinds = Counter(type(each).__name__ for each in done.added)
    parts = [_count(kinds[kind], *names) for kind, names in _NAMES.items() if kinds[kind]]
    if parts:
        listed = " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
        yield f"{author}: {listed}, now in {done.folder.name}."
        yield f"`mock-interview replay {done.folder.name}` shows notes and marks at their seconds."
    else:
        yield f"{author}: nothing new for {done.folder.name}."
    if kinds["PointTicked"]:
        yield "What your friend ticked counts as heard, so these answers were scored anew."
    if done.elsewhere:
        yield f"{counted(done.elsewhere, 'piece')} about answers that only your friend has: left out."


def _count(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"
