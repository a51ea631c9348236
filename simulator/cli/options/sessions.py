"""What was kept: sessions and recordings, heard again, listed, and what has changed over all of them."""

from __future__ import annotations

from simulator.cli.options import Commands, add_plain, add_session, add_yes, command, kinds

ITS_ID = "its id or the beginning of it, or `last`"


def add(commands: Commands) -> None:
    replay = command(commands, "replay", "sessions:replay", "hear and see a session again")
    add_session(replay)
    add_plain(replay, "line by line: hear it, and go through it by words that you type")
    _sessions(commands)
    recordings = command(
        commands,
        "recordings",
        "recordings:run",
        "make sessions of recordings that you have",
        "Makes sessions of recordings that you have. They stay as they are; what was imported before is passed over.",
    )
    recordings.add_argument(
        "places",
        nargs="+",
        metavar="FOLDER_OR_FILE",
        help="each becomes a session, a folder within the folder one as a whole",
    )
    recordings.add_argument("--question", metavar="TEXT_OR_ID", default="", help="what was asked in all of them")
    progress = command(commands, "progress", "progress:run", "what has changed, and what only varies")
    progress.add_argument("--json", action="store_true", help="one JSON object")
    progress.add_argument("--of", metavar="NAME", default="", help="of another person who practises at this machine")


def _sessions(commands: Commands) -> None:
    sessions = command(commands, "sessions", "sessions:run", "list, search, name or delete sessions")
    of = kinds(sessions, "sessions")
    of.add_parser("list", help="all sessions, newest first")
    of.add_parser("browse", help="the library in lines: choose by number, search, name, delete and bring back")
    show = of.add_parser("show", help="the scorecards of a session")
    show.add_argument("session", help="its id or the beginning of it, `last` or `sample`")
    show.add_argument("--json", action="store_true", help="one JSON object a take, one a line")
    delete = of.add_parser("delete", help="delete a session with its recordings")
    delete.add_argument("session", help="its id or the beginning of it")
    add_yes(delete)
    search = of.add_parser("search", help="find words in what was said, in questions, names and tags")
    search.add_argument("words", nargs="+", metavar="WORD")
    name = of.add_parser("name", help="call a session by a name of yours")
    name.add_argument("session", help=ITS_ID)
    name.add_argument("name", metavar="NAME", help="empty takes the name back")
    tag = of.add_parser("tag", help="give a session tags, in place of those it has")
    tag.add_argument("session", help=ITS_ID)
    tag.add_argument("tags", nargs="*", metavar="TAG")
    of.add_parser("reindex", help="make the index of the sessions anew")
    rescore = of.add_parser(
        "rescore", help="score again what an older scorer scored, or what leaves out something else than you have set"
    )
    rescore.add_argument("session", nargs="?", help=f"{ITS_ID}; without it all of them")
