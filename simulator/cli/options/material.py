"""Answers scored from files, and what practice is made from: banks and prep sheets."""

from __future__ import annotations

from simulator.cli.given import identifier
from simulator.cli.options import Commands, command, kinds


def add(commands: Commands) -> None:
    _score(commands)
    _banks(commands)
    _prep(commands)


def _score(commands: Commands) -> None:
    score = command(
        commands,
        "score",
        "score:run",
        "score recordings or texts",
        "Score recordings (WAV, FLAC, MP3, M4A, Ogg Vorbis or Opus) or texts (.txt).",
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


def _banks(commands: Commands) -> None:
    banks = kinds(command(commands, "banks", "banks:run", "list or check question banks"), "banks")
    banks.add_parser("list", help="the banks there are")
    show = banks.add_parser("show", help="the questions of a bank")
    show.add_argument("bank", metavar="ID")
    export = banks.add_parser("export", help="print the questions of a bank as a plain list, Markdown or CSV")
    export.add_argument("bank", metavar="ID")
    export.add_argument("--csv", action="store_true", help="as CSV")
    take_in = banks.add_parser("import", help="add the questions of a Markdown or CSV list to a bank of yours")
    take_in.add_argument("file", metavar="FILE")
    take_in.add_argument("--into", metavar="ID", type=identifier, default="my-questions", help="the bank's id")
    add_question = banks.add_parser("add", help="add a question that you were really asked")
    add_question.add_argument("question", metavar="QUESTION")
    lint = banks.add_parser("lint", help="report every fault in bank files")
    lint.add_argument("files", nargs="+", metavar="FILE")


def _prep(commands: Commands) -> None:
    prep = kinds(command(commands, "prep", "prep:run", "list, begin or check prep sheets"), "prep")
    prep.add_parser("list", help="the prep sheets there are")
    new = prep.add_parser("new", help="begin one, a file to fill in")
    new.add_argument(
        "id", metavar="ID", type=identifier, help="a short name of your own: small letters, digits and hyphens"
    )
    new.add_argument("--employer", metavar="NAME", required=True, help="who would employ you")
    new.add_argument("--role", metavar="JOB", required=True, help="the job")
    show = prep.add_parser("show", help="what one still lacks, and the practice up to the interview")
    show.add_argument("id", metavar="ID", help="its id, or the path of its file")
    use = prep.add_parser("use", help="make one the active sheet, from which homework is scored")
    use.add_argument("id", metavar="ID", help="its id, or `none`")
    lint = prep.add_parser("lint", help="report every fault in prep sheets")
    lint.add_argument("files", nargs="+", metavar="FILE")
