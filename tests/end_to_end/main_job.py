"""What the program is for, from the first interview to the plan, in the real program: `python -m tests.end_to_end.main_job HOME UMASK JOB`.

JOB is `alone` (typed and spoken, scored, replayed, exported, a recording taken in, a debrief and its plan) or `friend` (a page on the loopback). It is
made to run where there is no network, with an empty folder for both TMPDIR and HOME; it fails if anything tried to reach an address, if
something was left there, or if something that was made is not private.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import re
import socket
import stat
import sys
import tempfile
from pathlib import Path

from simulator import belongings, cli, contacted
from simulator.paths import HOME_VARIABLE
from simulator.sessions import library
from simulator.sessions.store import LOCK, open_session
from tests import offline
from tests.end_to_end.test_bad_input import ANSWER, rehearse
from tests.end_to_end.walks import answer_aloud, as_wav, choose, to_the_plan, to_the_scores, turned_down
from tests.friend.hosting import connected_to
from tests.listening import SPEECH
from tests.terminal import Terminal
from tests.virtual_microphone import SoundServer

NOBODY = "192.0.2.1"
"""An address of documentation (RFC 5737)."""


def said(*arguments: str) -> str:
    """What a command printed; in this process, which is in the namespace too."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert cli.main(arguments) == 0, arguments
    return out.getvalue()


def alone(home: Path, folder: Path) -> None:
    said("applications", "new", "harbour", "--employer", "Harbour Foods", "--role", "Packer")
    rehearse("--questions", "1", "--seed", "3", note="a note")
    spoken(home, folder)
    assert "fluency" in said("sessions", "show", "last")
    assert "country" in said("replay", "--plain", "last")
    assert "country" in said("sessions", "search", "country")
    for form in ("html", "bundle"):
        said("export", "last", "--as", form)
    said("sessions", "tag", "last", "first")
    said("recordings", str(SPEECH / "harv_spk1_1.flac"))
    said("banks", "add", "Why do you want to pack boxes?")
    debrief(home)
    assert "things done" in said("debrief", "--plan")
    said("progress")


def spoken(home: Path, folder: Path) -> None:
    """One question, said and answered aloud."""
    server = SoundServer(folder)
    try:
        arguments = ("practise", "--questions", "1", "--seed", "4")
        with Terminal(*arguments, home=home, environment=server.variables) as terminal:
            terminal.wait_for("How nervous")
            terminal.press("enter")
            answer_aloud(terminal, server, as_wav("jfk", folder))
            to_the_scores(terminal)
        with Terminal("replay", home=home, environment=server.variables) as terminal:
            terminal.wait_for("country")
            terminal.press("space")
            terminal.wait_for("0:01")
            terminal.press("ctrl+q")
            assert terminal.wait_for_exit() == 0
    finally:
        server.close()


def debrief(home: Path) -> None:
    """The shortest way through all of it."""
    with Terminal("debrief", home=home, environment={"MOCK_INTERVIEW_SOUND": "none"}) as terminal:
        terminal.wait_for("breathe out once")
        terminal.press("enter")
        choose(terminal, "Packer, Harbour Foods")
        choose(terminal, "Yesterday")
        turned_down(terminal)
        terminal.wait_for("What did they ask?")
        terminal.press("enter")
        to_the_plan(terminal, {})
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0


def friend(home: Path, folder: Path) -> None:
    asyncio.run(_friend(home))


async def _friend(home: Path) -> None:
    arguments = ("friend", "--name", "Ada", "--typed", "--no-voice", "--questions", "1", "--seed", "3")
    with Terminal(*arguments, home=home) as terminal:
        door = terminal.wait_for(lambda screen: "Nobody is at the door yet." in screen and "Code" in screen)
        url, code = re.search(r"http://\S+/", door), re.search(r"Code\s+(\w+ \w+)", door)
        assert url is not None
        assert code is not None
        async with connected_to(url[0]) as sam:
            await sam.say(type="knock", code=code[1].lower(), name="Sam")
            terminal.wait_for("Sam is at the door. Enter lets them in")
            terminal.press("enter")
            await sam.gets("admitted")
            terminal.wait_for("Enter begins")
            terminal.press("enter")
            terminal.wait_for("How nervous")
            terminal.press("enter")
            terminal.wait_for("typing")
            terminal.write(ANSWER)
            terminal.wait_for(ANSWER[-12:])
            terminal.press("ctrl+s")
            terminal.wait_for("It is saved.")
            assert (await sam.gets("showing"))["view"]
            terminal.press("ctrl+q")
            assert terminal.wait_for_exit() == 0
    assert "Sam" not in "\n".join(contacted.told())
    assert "offered a friend a page here" in contacted.told()[0]


def check_private(home: Path) -> int:
    """Every file is 0600 and every folder 0700, and the program's own list of them leaves none out; how many there are."""
    files = [path for path in home.rglob("*") if path.is_file()]
    open_to_others = [
        f"{path} {stat.S_IMODE(path.stat().st_mode):o}"
        for path in (home, *home.rglob("*"))
        if stat.S_IMODE(path.stat().st_mode) != (0o700 if path.is_dir() else 0o600)
    ]
    assert not open_to_others, open_to_others
    listed = {file for each in belongings.belongings() for file in belongings.files(each.path)}
    assert listed == {path for path in files if path.name != LOCK}
    left = [str(path) for path in Path(tempfile.gettempdir()).rglob("*")]
    assert not left, f"left outside of the home of the program: {left}"
    return len(files)


def main() -> None:
    home, mask, job = Path(sys.argv[1]), int(sys.argv[2], 8), sys.argv[3]
    os.environ[HOME_VARIABLE] = str(home)
    with tempfile.TemporaryDirectory(prefix="mi-", dir="/tmp") as folder:
        os.umask(mask)
        before = offline.tries()
        {"alone": alone, "friend": friend}[job](home, Path(folder))
        tried = offline.tries() - before
        assert tried == 0, f"{tried} attempts to reach an address"
        files = check_private(home)
        privacy = said("doctor", "--privacy")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        assert probe.connect_ex((NOBODY, 9)), "there is a network"
    assert offline.tries() > before, "an attempt would not have been counted"
    sessions = [open_session(each) for each in library.folders()]
    print(f"{len(sessions)} sessions, {files} files, {tried} attempts\n{privacy}")


if __name__ == "__main__":
    main()
