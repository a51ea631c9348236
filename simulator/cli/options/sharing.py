"""What leaves the program as files, for you or for a friend, and what comes back."""

from __future__ import annotations

from simulator.cli.options import Commands, add_place, add_session, command


def add(commands: Commands) -> None:
    _export(commands)
    take_in = command(
        commands,
        "import",
        "export:take_in",
        "take exported bundles back as sessions",
        "Takes exported bundles back as sessions.",
    )
    take_in.add_argument("bundles", nargs="+", metavar="BUNDLE")
    _share(commands)
    merge = command(
        commands,
        "merge",
        "post:merge",
        "take what a friend sent back into its session",
        "Takes what a friend sent back, the file of a page or a bundle, into its session. The same twice changes nothing.",
    )
    merge.add_argument("files", nargs="+", metavar="FILE")
    merge.add_argument("--by", metavar="NAME", default="", help="who wrote it, if not as the file says")


def _export(commands: Commands) -> None:
    export = command(
        commands,
        "export",
        "export:run",
        "sessions or progress as a page, a bundle, a text, a table or subtitles",
        "Writes sessions or progress as files of yours. Nothing is overwritten.",
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
    add_place(export)
    export.add_argument(
        "--progress", action="store_true", help="what has changed over all sessions, instead of sessions"
    )
    export.add_argument(
        "--everything", action="store_true", help="all that the program keeps of you, as one archive of its files"
    )


def _share(commands: Commands) -> None:
    share = command(
        commands,
        "share",
        "post:share",
        "make a page on which a friend listens, notes and rates",
        "Writes a page on which a friend listens, notes and rates, with nothing to install. The program sends it to nobody.",
    )
    add_session(share, "its id or the beginning of it, `last` (if none is named) or `sample`")
    add_place(share)
    share.add_argument("--without-words", action="store_true", help="what was said is only to be heard, not to be read")
    share.add_argument("--bundle", action="store_true", help="a bundle instead, for a friend who has this program")
