"""The command line. Nothing is imported until the command that needs it runs: `--version` stays instant."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import NoReturn

from simulator import __version__
from simulator.cli.given import identifier as _identifier
from simulator.cli.given import number as _number

REASONS = ("leaving", "role", "research", "commitment", "match")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """What it does not know it repeats, the name of a file for instance."""
        from simulator.text import plain

        super().error(plain(message))


def parser() -> argparse.ArgumentParser:
    """The whole command line; the documentation is tested against it."""
    from simulator.cli import search_options

    top = _Parser(
        prog="mock-interview",
        description="Practise job interviews in the terminal: asked aloud, answered, scored with the evidence, replayed.",
        epilog="Without a command it opens the home screen. Nothing you say leaves this machine.",
    )
    top.add_argument("--version", action="version", version=f"mock-interview {__version__}")
    top.add_argument("--home", metavar="DIR", help="keep settings, own banks and sessions in DIR")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    practise = commands.add_parser("practise", help="rehearse an interview", description="Rehearse an interview.")
    practise.add_argument(
        "--bank", action="append", default=[], metavar="ID", help="take questions from this bank (may be repeated)"
    )
    practise.add_argument("--questions", type=_count, metavar="N", help="how many questions, 1 to 30")
    practise.add_argument(
        "--minutes", type=_minutes, metavar="N", help="as many questions as fit into so many minutes, 2 to 90"
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
    practise.add_argument("--typed", action="store_true", help="type the answers instead of speaking them")
    practise.add_argument("--no-voice", action="store_true", help="show the questions without saying them")
    practise.add_argument(
        "--untimed", action="store_true", help="no limit of time: no clock, and nothing is scored by it"
    )
    practise.add_argument("--seed", type=int, metavar="N", help="the same seed gives the same questions")
    practise.add_argument("--step", type=_step, default=0, metavar="N", help="at a step of the nerves ladder, 1 to 7")
    practise.add_argument("--plain", action="store_true", help="line by line, for a screen reader or a pipe")
    practise.add_argument(
        "--continue", dest="go_on", metavar="SESSION", help="go on with a session that was left or cut off"
    )

    friend = commands.add_parser(
        "friend",
        help="let a friend interview you, on a page on their phone or laptop",
        description="Let a friend interview you, on a page on their phone or laptop. It listens on this computer alone unless you say --lan, and only while it is open.",
    )
    friend.add_argument("--lan", action="store_true", help="let in the network that this computer is on, for a phone")
    friend.add_argument("--port", type=_port, default=0, metavar="N", help="a port of your choice, 1024 to 65535")
    friend.add_argument("--name", metavar="NAME", default="", help="your name, for your friend's page")
    friend.add_argument(
        "--bank", action="append", default=[], metavar="ID", help="take questions from this bank (may be repeated)"
    )
    friend.add_argument("--questions", type=_count, metavar="N", help="how many questions, 1 to 30")
    friend.add_argument("--typed", action="store_true", help="type the answers instead of speaking them")
    friend.add_argument("--no-voice", action="store_true", help="show the questions without saying them")
    friend.add_argument(
        "--untimed", action="store_true", help="no limit of time: no clock, and nothing is scored by it"
    )
    friend.add_argument("--seed", type=int, metavar="N", help="the same seed gives the same questions")

    peer = commands.add_parser(
        "peer",
        help="two people practise in turns, and no question comes twice",
        description="Two people at one terminal practise in turns: each answers a round and interviews a round, no question comes twice, and both leave feedback.",
    )
    peer.add_argument("names", nargs=2, metavar="NAME", help="who answers first, and who interviews first")
    peer.add_argument("--minutes", type=_minutes, default=30, metavar="N", help="of a round, 2 to 90; 30 if not given")
    peer.add_argument("--questions", type=_count, metavar="N", help="of a round, 1 to 30, instead of minutes")
    peer.add_argument(
        "--bank", action="append", default=[], metavar="ID", help="take questions from this bank (may be repeated)"
    )
    peer.add_argument("--typed", action="store_true", help="type the answers instead of speaking them")
    peer.add_argument("--no-voice", action="store_true", help="show the questions without saying them")
    peer.add_argument("--untimed", action="store_true", help="no limit of time: no clock, and nothing is scored by it")
    peer.add_argument("--seed", type=int, metavar="N", help="the same seed gives the same questions")

    replay = commands.add_parser(
        "replay", help="hear and see a session again", description="Hear and see a session again."
    )
    replay.add_argument("session", nargs="?", default="last", help="its id or the beginning of it, `last` or `sample`")
    replay.add_argument("--plain", action="store_true", help="print it line by line instead of opening the screen")

    sessions = commands.add_parser(
        "sessions", help="list, search, name or delete sessions", description="List, search, name or delete sessions."
    )
    kinds = sessions.add_subparsers(dest="sessions_command", metavar="COMMAND", title="commands")
    kinds.add_parser("list", help="all sessions, newest first")
    show = kinds.add_parser("show", help="the scorecards of a session")
    show.add_argument("session", help="its id or the beginning of it, `last` or `sample`")
    show.add_argument("--json", action="store_true", help="one JSON object a take, one a line")
    delete = kinds.add_parser("delete", help="delete a session with its recordings")
    delete.add_argument("session", help="its id or the beginning of it")
    delete.add_argument("--yes", action="store_true", help="do not ask")

    search = kinds.add_parser("search", help="find words in what was said, in questions, names and tags")
    search.add_argument("words", nargs="+", metavar="WORD")
    name = kinds.add_parser("name", help="call a session by a name of yours")
    name.add_argument("session", help="its id or the beginning of it, or `last`")
    name.add_argument("name", metavar="NAME", help="empty takes the name back")
    tag = kinds.add_parser("tag", help="give a session tags, in place of those it has")
    tag.add_argument("session", help="its id or the beginning of it, or `last`")
    tag.add_argument("tags", nargs="*", metavar="TAG")
    kinds.add_parser("reindex", help="make the index of the sessions anew")
    rescore = kinds.add_parser("rescore", help="score again what an older scorer scored; what it gave stays")
    rescore.add_argument("session", nargs="?", help="its id or the beginning of it, or `last`; without it all of them")

    recordings = commands.add_parser(
        "recordings",
        help="make sessions of recordings that you have",
        description="Makes sessions of recordings that you have. They stay as they are; what was imported before is passed over.",
    )
    recordings.add_argument(
        "places",
        nargs="+",
        metavar="FOLDER_OR_FILE",
        help="each becomes a session, a folder within the folder one as a whole",
    )
    recordings.add_argument("--question", metavar="TEXT_OR_ID", default="", help="what was asked in all of them")

    progress = commands.add_parser(
        "progress", help="what has changed, and what only varies", description="What has changed, and what only varies."
    )
    progress.add_argument("--json", action="store_true", help="one JSON object")
    progress.add_argument("--of", metavar="NAME", default="", help="of another person who practises at this machine")

    export = commands.add_parser(
        "export",
        help="sessions or progress as a page, a bundle, a text, a table or subtitles",
        description="Writes sessions or progress as files of yours. Nothing is overwritten.",
    )
    export.add_argument(
        "sessions",
        nargs="*",
        metavar="SESSION",
        help="its id or the beginning of it, `last` (if none is named), `all` or `sample`",
    )
    export.add_argument(
        "--as",
        dest="format",
        choices=("html", "bundle", "markdown", "csv", "json", "subtitles"),
        default="html",
        help="html, a page with the sound in it, if not given",
    )
    export.add_argument("--to", metavar="PATH", help="the file to write, or the folder for it")
    export.add_argument(
        "--progress", action="store_true", help="what has changed over all sessions, instead of sessions"
    )
    export.add_argument(
        "--everything", action="store_true", help="all that the program keeps of you, as one archive of its files"
    )

    take_in = commands.add_parser(
        "import", help="take exported bundles back as sessions", description="Takes exported bundles back as sessions."
    )
    take_in.add_argument("bundles", nargs="+", metavar="BUNDLE")

    share = commands.add_parser(
        "share",
        help="make a page on which a friend listens, notes and rates",
        description="Writes a page on which a friend listens, notes and rates, with nothing to install. The program sends it to nobody.",
    )
    share.add_argument(
        "session",
        nargs="?",
        default="last",
        help="its id or the beginning of it, `last` (if none is named) or `sample`",
    )
    share.add_argument("--to", metavar="PATH", help="the file to write, or the folder for it")
    share.add_argument("--without-words", action="store_true", help="what was said is only to be heard, not to be read")
    share.add_argument("--bundle", action="store_true", help="a bundle instead, for a friend who has this program")

    merge = commands.add_parser(
        "merge",
        help="take what a friend sent back into its session",
        description="Takes what a friend sent back, the file of a page or a bundle, into its session. The same twice changes nothing.",
    )
    merge.add_argument("files", nargs="+", metavar="FILE")
    merge.add_argument("--by", metavar="NAME", default="", help="who wrote it, if not as the file says")

    debrief = commands.add_parser(
        "debrief",
        help="look back on a real interview, and plan what is next",
        description="Look back on a real interview, one question a screen. Everything is saved as you go, and you can leave at any question.",
    )
    debrief.add_argument("--turned-down", action="store_true", help="after a rejection: comfort first, and a short way")
    debrief.add_argument("--plan", action="store_true", help="print the plan: what to do, when, and why")

    drill = commands.add_parser(
        "drill",
        help="practise the questions that are due",
        description="Practise the questions that are due, mixed with what goes least well.",
    )
    drill.add_argument("--minutes", type=_minutes, default=10, metavar="N", help="how long, 2 to 90; 10 if not given")
    drill.add_argument("--list", action="store_true", help="print the schedule: when each question is due")
    drill.add_argument(
        "--reset", action="append", default=[], metavar="ID", help="take a question, or `all`, out of the schedule"
    )
    drill.add_argument("--typed", action="store_true", help="type the answers instead of speaking them")
    drill.add_argument("--no-voice", action="store_true", help="show the questions without saying them")
    drill.add_argument("--untimed", action="store_true", help="no limit of time: no clock, and nothing is scored by it")
    drill.add_argument("--plain", action="store_true", help="line by line, for a screen reader or a pipe")

    today = commands.add_parser(
        "today",
        help="the morning of an interview: what to bring, whom you meet, your strongest answers",
        description="Everything for the day of an interview on one page.",
    )
    today.add_argument("--plain", action="store_true", help="print it instead of opening the screen")

    commands.add_parser(
        "settle",
        help="two minutes to settle: slow breathing, or a sentence said aloud",
        description="Two minutes to settle: slow breathing, or a sentence said aloud. You can leave at any moment.",
    )

    setback = commands.add_parser(
        "setback",
        help="rehearse a blank mind, a question you cannot answer, a cold interviewer",
        description="Rehearse a setback with a line of your own to say.",
    )
    setback.add_argument("--list", action="store_true", help="print your lines")

    commands.add_parser(
        "ladder",
        help="the seven steps of the nerves ladder, and where you stand",
        description="Prints the seven steps of the nerves ladder, and where you stand. `mock-interview practise --step N` practises at one.",
    )

    wins = commands.add_parser(
        "wins",
        help="what went well, and what people said of it",
        description="Prints what went well: moments, kind words, what has measurably improved.",
    )
    wins.add_argument("--add", metavar="TEXT", help="keep a kind word, or something that went well")
    wins.add_argument("--by", metavar="NAME", default="", help="who said it, with --add")
    wins.add_argument("--to", metavar="PATH", help="write it as a page, to a file or into a folder")

    score = commands.add_parser(
        "score",
        help="score recordings or texts",
        description="Score recordings (WAV, FLAC, MP3, M4A, Ogg Vorbis or Opus) or texts (.txt).",
    )
    score.add_argument("files", nargs="*", metavar="FILE")
    score.add_argument(
        "--jsonl",
        metavar="FILE",
        help="score the answers in a file (or -): one JSON record a line in, one scorecard a line out",
    )
    score.add_argument("--json", action="store_true", help="one JSON object a file, one a line")
    score.add_argument("--question", metavar="TEXT_OR_ID", help="the question that was answered, or its id")
    score.add_argument("--prep", metavar="ID_OR_FILE", help="the prep sheet, for homework")
    score.add_argument("--allow-short", action="store_true", help="score answers under 8 seconds or 20 words as well")
    score.add_argument(
        "--transcript",
        metavar="TEXT_FILE",
        help="what was really said in the one recording, ums included, instead of what is recognised",
    )

    banks = commands.add_parser(
        "banks", help="list or check question banks", description="List or check question banks."
    )
    bank_kinds = banks.add_subparsers(dest="banks_command", metavar="COMMAND", title="commands")
    bank_kinds.add_parser("list", help="the banks there are")
    show_bank = bank_kinds.add_parser("show", help="the questions of a bank")
    show_bank.add_argument("bank", metavar="ID")
    export = bank_kinds.add_parser("export", help="print the questions of a bank as a plain list, Markdown or CSV")
    export.add_argument("bank", metavar="ID")
    export.add_argument("--csv", action="store_true", help="as CSV")
    import_list = bank_kinds.add_parser("import", help="add the questions of a Markdown or CSV list to a bank of yours")
    import_list.add_argument("file", metavar="FILE")
    import_list.add_argument("--into", metavar="ID", type=_identifier, default="my-questions", help="the bank's id")
    add_question = bank_kinds.add_parser("add", help="add a question that you were really asked")
    add_question.add_argument("question", metavar="QUESTION")
    lint = bank_kinds.add_parser("lint", help="report every fault in bank files")
    lint.add_argument("files", nargs="+", metavar="FILE")

    prep = commands.add_parser(
        "prep", help="list, begin or check prep sheets", description="List, begin or check prep sheets."
    )
    prep_kinds = prep.add_subparsers(dest="prep_command", metavar="COMMAND", title="commands")
    prep_kinds.add_parser("list", help="the prep sheets there are")
    new_sheet = prep_kinds.add_parser("new", help="begin one, a file to fill in")
    new_sheet.add_argument("id", metavar="ID", type=_identifier, help="small letters, digits and hyphens")
    new_sheet.add_argument("--employer", metavar="NAME", required=True, help="who would employ you")
    new_sheet.add_argument("--role", metavar="JOB", required=True, help="the job")
    show_sheet = prep_kinds.add_parser("show", help="what one still lacks, and the practice up to the interview")
    show_sheet.add_argument("id", metavar="ID", help="its id, or the path of its file")
    use = prep_kinds.add_parser("use", help="make one the active sheet, from which homework is scored")
    use.add_argument("id", metavar="ID", help="its id, or `none`")
    lint_sheets = prep_kinds.add_parser("lint", help="report every fault in prep sheets")
    lint_sheets.add_argument("files", nargs="+", metavar="FILE")

    forget = commands.add_parser(
        "delete-everything",
        help="delete all that the program keeps of you, after one question",
        description="Deletes all that the program keeps of you: sessions with their recordings, prep sheets, the comeback with its letters, banks of yours, settings. It asks once.",
    )
    forget.add_argument("--yes", action="store_true", help="do not ask")
    search_options.add(commands)

    doctor = commands.add_parser(
        "doctor",
        help="what is here, what is missing, how to mend it",
        description="What is here, what is missing, how to mend it.",
    )
    doctor.add_argument(
        "--privacy", action="store_true", help="what is kept of you, how to delete it, and every address ever contacted"
    )

    models = commands.add_parser(
        "models", help="list or fetch recogniser models", description="List or fetch recogniser models."
    )
    model_kinds = models.add_subparsers(dest="models_command", metavar="COMMAND", title="commands")
    model_kinds.add_parser("list", help="the models there are")
    get = model_kinds.add_parser("get", help="download a larger model, after asking")
    get.add_argument("name", metavar="NAME", help="for instance base.en or small.en")
    get.add_argument("--yes", action="store_true", help="do not ask")
    return top


def _count(text: str) -> int:
    return _number(text, 1, 30, "questions")


def _minutes(text: str) -> int:
    return _number(text, 2, 90, "minutes")


def _step(text: str) -> int:
    return _number(text, 1, 7, "is what a step can be")


def _port(text: str) -> int:
    return _number(text, 1024, 65535, "is what a port can be")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command. 0: done; 1: something could not be done; 2: the command line was wrong; 130: interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower().replace("-", "") != "utf8":
            stream.reconfigure(errors="replace")  # a pipe of Windows knows few characters: better a ? than no answer
    try:
        try:
            return _main(argv)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        drop_output()
        return 0


def drop_output() -> None:
    """The reader of our output went away, as `head` does: not an error, and nothing more can be said."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _main(argv: Sequence[str] | None) -> int:
    arguments = parser().parse_args(argv)
    if arguments.home:
        from simulator.paths import HOME_VARIABLE

        os.environ[HOME_VARIABLE] = os.path.abspath(os.path.expanduser(arguments.home))  # noqa: PTH100, PTH111
    from simulator.errors import UserError

    try:
        return _run(arguments)
    except UserError as error:
        from simulator.text import plain

        print(f"{error.title}: {plain(str(error))}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


_COMMANDS = {
    "practise": ("practise", "run"),
    "friend": ("friend", "run"),
    "peer": ("friend", "peer"),
    "replay": ("sessions", "replay"),
    "sessions": ("sessions", "run"),
    "recordings": ("recordings", "run"),
    "progress": ("progress", "run"),
    "export": ("export", "run"),
    "import": ("export", "take_in"),
    "share": ("post", "share"),
    "merge": ("post", "merge"),
    "debrief": ("debrief", "run"),
    "drill": ("drill", "run"),
    "today": ("nerves", "today"),
    "settle": ("nerves", "settle"),
    "setback": ("nerves", "setback"),
    "ladder": ("nerves", "ladder"),
    "wins": ("wins", "run"),
    "score": ("score", "run"),
    "banks": ("banks", "run"),
    "prep": ("prep", "run"),
    "delete-everything": ("belongings", "delete"),
    "applications": ("applications", "run"),
    "contacts": ("applications", "contacts"),
    "skills": ("applications", "skills"),
    "letter": ("letter", "run"),
    "calendar": ("letter", "calendar"),
    "doctor": ("doctor", "run"),
    "models": ("models", "run"),
    None: ("screen", "home"),
}
"""For each command the module in this folder and its function, which takes the arguments and gives the exit status."""


def _run(arguments: argparse.Namespace) -> int:
    module, function = _COMMANDS[arguments.command]
    return int(getattr(import_module(f"simulator.cli.{module}"), function)(arguments))
