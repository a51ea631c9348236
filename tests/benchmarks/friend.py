"""A friend's tap to the candidate's screen, lost connections, and the candidate's keys while strangers attack:
`python -m tests.benchmarks.friend [TIMES]`.

The real program in a real terminal hosts the real page, in Debian's Chromium at the size of a phone. The page pauses the interview and goes
on again, each tap timed from the browser's having it until the candidate's screen has been written, while the recogniser idles and while one decodes
28 s chunks in its process. Then its connection is cut 360 times while both write, and what it took in is compared with the journal on disk. Then keys are
typed, each timed until it is on the screen, alone and under each kind of attack that another process makes (`attacks`). What fails its limit is
marked, and makes the exit status 1.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from simulator import paths
from simulator.friend import wire
from simulator.interview import events as ev
from simulator.sessions import library
from simulator.sessions.store import open_session
from tests.benchmarks.attacks import KINDS
from tests.benchmarks.key_echo import Decoding, chunk, echoes, show
from tests.browser import Browser, browser
from tests.terminal import Terminal

TAP_SECONDS, KEY_SECONDS = 0.1, 0.05
"""The limits, of the 95th percentile."""

CUTS = 360
PHONE = (360, 740)

WATCH_TAPS = """
    document.addEventListener("click", (event) => { window.tapped = event.timeStamp + Date.now() - performance.now(); }, true);
"""
"""The second at which the browser got the tap, by the clock of the machine."""

WATCH_EVENTS = """
    window.took = [];
    const before = happened;
    happened = (message) => {
        const seen = now.seen;
        before(message);
        if (now.seen > seen) window.took.push([message.seq, message.event]);
    };
"""
"""What counts with the page: each event that it takes in, with its number."""

CUT_LATER = """
    window.cuts = 0;
    const cut = () => {
        if (!kept.token || window.cuts >= arguments[0]) return;
        connect();
        window.cuts += 1;
        setTimeout(cut, Math.random() * 60);
    };
    cut();
"""
"""Another connection, whatever the one before was in the middle of; and again after a random while."""


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    good = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ[paths.HOME_VARIABLE] = folder
        arguments = ("friend", "--typed", "--no-voice", "--questions", "1", "--seed", "1")
        with Terminal(*arguments, home=home) as terminal, browser(home / "profile") as page:
            where = come_in(terminal, page)
            good.append(within("tap, recogniser idle", taps(terminal, page, count // 2), TAP_SECONDS))
            with Decoding(chunk(home)) as decoding:
                before = decoding.chunks
                good.append(within("tap, decoding 28 s", taps(terminal, page, count), TAP_SECONDS))
                while decoding.chunks == before:
                    good.append(within("still the same chunk", taps(terminal, page, count), TAP_SECONDS))
                print(f"chunks of 28 s decoded meanwhile: {decoding.chunks - before}")
            good.append(cut_off(terminal, page))
            good.append(within("key, nobody else", echoes(terminal, count), KEY_SECONDS))
            for kind in KINDS:
                good.append(within(f"key, {kind}", attacked(terminal, where, kind, count), KEY_SECONDS))
            assert tap(terminal, page, b"Paused") > 0, "the guest is still there"
    return 0 if all(good) else 1


def within(name: str, times: list[float], limit: float) -> bool:
    p95 = show(name, times)
    if p95 > limit:
        print(f"    more than {limit * 1000:.0f} ms")
    return p95 <= limit


def come_in(terminal: Terminal, page: Browser) -> str:
    """The host's name and port, once the guest is in and the answer can be typed."""
    screen = terminal.wait_for(lambda text: "Nobody is at the door yet." in text and "Code" in text)
    where = re.search(r"http://(\S+)/", screen)
    code = re.search(r"Code\s+(\w+) (\w+)", screen)
    assert where is not None
    assert code is not None
    page.size(*PHONE)
    page.visit(f"{where[0]}#{code[1]}{code[2]}")
    page.run(WATCH_TAPS + WATCH_EVENTS)
    page.press("#name", "Sam")
    page.click("#join button")
    terminal.wait_for("Sam is at the door")
    terminal.press("enter")
    terminal.wait_for("Enter begins")
    terminal.press("enter")
    terminal.wait_for("0 to 10")
    terminal.press("enter")
    terminal.wait_for("typing")
    return where[1]


# From the tap to the screen


def taps(terminal: Terminal, page: Browser, count: int) -> list[float]:
    return [tap(terminal, page, b"typing" if number % 2 else b"Paused") for number in range(count // 2 * 2)]


def tap(terminal: Terminal, page: Browser, wanted: bytes) -> float:
    """Seconds from the tap that pauses or goes on to the screen's saying so."""
    aside(terminal, lambda: page.wait("return now.live && performance.now() - moved >= TWICE"))
    terminal.text()
    before = len(terminal.raw)
    tapping = threading.Thread(target=page.click, args=("[data-move=pause]",))
    tapping.start()
    terminal.wait_for_bytes(wanted, before)
    shown = time.time()
    tapping.join()
    return shown - float(page.run("return window.tapped")) / 1000


def aside(terminal: Terminal, work: Callable[[], Any]) -> None:
    """Does something that takes a while, so that the program is never held up by a terminal that nobody reads."""
    thread = threading.Thread(target=work)
    thread.start()
    terminal.wait_until(lambda: not thread.is_alive(), timeout=120)
    thread.join()


# Lost connections


def cut_off(terminal: Terminal, page: Browser) -> bool:
    """Whether nothing was lost and nothing doubled, of what the page took in and of what it sent."""
    draw = random.Random(CUTS)
    page.run(CUT_LATER, CUTS)
    notes = 0
    while page.run("return window.cuts") < CUTS:
        terminal.write(draw.choice("abcdefgh "))
        page.run("keep({ note: `note ${arguments[0]}` }); sendNote();", notes)
        notes += 1
        until = time.monotonic() + draw.uniform(0, 0.2)
        terminal.wait_until(lambda until=until: time.monotonic() > until)  # type: ignore[misc]
    aside(terminal, lambda: page.wait("return now.live && !kept.wishes.length"))
    aside(terminal, lambda: page.wait(f"return now.seen >= {len(journal())}"))
    written = journal()
    took = page.run("return window.took")
    lost = [seq for seq in range(1, len(written) + 1) if seq not in {each[0] for each in took}]
    doubled = len(took) - len({each[0] for each in took})
    same = [each[1] for each in took] == json.loads(json.dumps([wire.seen(event) for event in written]))
    kept = [event.text for event in written if isinstance(event, ev.Noted)]
    whole = not lost and not doubled and same and kept == [f"note {number}" for number in range(notes)]
    print(
        f"{CUTS} lost connections: of {len(written)} events {len(lost)} lost, {doubled} doubled, "
        f"of {notes} notes {notes - len(set(kept))} lost, {len(kept) - len(set(kept))} doubled"
        + ("" if whole else ": not the journal")
    )
    return whole


def journal() -> tuple[ev.AnyEvent, ...]:
    return open_session(library.find("last")).events


# Under attack


def attacked(terminal: Terminal, where: str, kind: str, count: int) -> list[float]:
    """The keys' times while another process attacks in one way, for as long as a round of it takes at least."""
    command = [sys.executable, "-m", "tests.benchmarks.attacks", where, kind]
    times: list[float] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as attacker:
        assert attacker.stdout is not None
        attacker.stdout.readline()
        round_done = threading.Thread(target=attacker.stdout.readline)
        round_done.start()
        while len(times) < count or round_done.is_alive():
            times += echoes(terminal, 20)
        attacker.terminate()
        round_done.join()
    return times


if __name__ == "__main__":
    sys.exit(main())
