"""Replay of an hour, in a real terminal and with a sound server: `python -m tests.benchmarks.replay [MINUTES [SESSIONS]]`.

Two sessions of an hour are made, with one answer and with twelve (in a temporary folder, or in SESSIONS, where they stay).
Printed are, in milliseconds: from the key to the first whole frame of replay; from a click on the timeline, from anywhere to
anywhere, to the first sound that the device gets from there and to the frame that shows it, at several speeds; how far the
playhead is from what is heard (the sound handed to the device less the latency it is reckoned with) while MINUTES (10 if not
given) are played; and the share of a core that the program and its sound process take for that.
"""

from __future__ import annotations

import os
import random
import re
import statistics
import sys
import tempfile
import time
from bisect import bisect_right
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from simulator.tui.widgets.bars import clock_text
from simulator.tui.widgets.timeline import WAVE
from tests.benchmarks import hour
from tests.terminal import Terminal
from tests.virtual_microphone import SoundServer, missing

OPENINGS, SEEKS = 7, 12

LATE = 0.1
"""Seconds in which a seek is to be done."""

_WHOLE = (b"take 1   1x", hour.FIRST.encode(), b" best", b"play")
"""What stands in the first whole frame: the title, the words, the moments, the keys."""


def main() -> None:
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}: with more load than cores everything waits")
    if reason := missing():
        sys.exit(reason)
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    with tempfile.TemporaryDirectory(prefix="mi-", dir="/tmp") as folder:
        home = Path(sys.argv[2] if len(sys.argv) > 2 else folder)
        if not (home / "sessions").exists():
            for answers in (1, 12):
                hour.make(home / "sessions", answers)
        (Path(folder) / "pulse").mkdir()
        server = SoundServer(Path(folder) / "pulse")
        try:
            measure(home, Path(folder) / "log", server, minutes)
        finally:
            server.close()


def measure(home: Path, log: Path, server: SoundServer, minutes: float) -> None:
    for ending in (".heard", ".shown"):
        log.with_name(log.name + ending).touch()
    with Terminal(
        home=home,
        program=(sys.executable, "-m", "tests.benchmarks.watched", str(log)),
        environment=server.variables,
    ) as terminal:
        terminal.wait_for("2 sessions")
        terminal.wait_for("of 12 answered")
        for name, key in (("twelve answers", "\x1b[H"), ("one answer", "down")):
            terminal.press(key)
            opening(terminal)
            terminal.wait_for(lambda screen: any(sign in screen for sign in WAVE[1:]))
            leave(terminal)
            times, used = [], []
            for _ in range(OPENINGS):
                before = processor(terminal.pid)["program"]
                times.append(opening(terminal))
                used.append(processor(terminal.pid)["program"] - before)
                leave(terminal)
            say(f"opens, {name}", times)
            say("  processor time of that", used)
        opening(terminal)
        terminal.press("space")
        terminal.wait_for("space stop")
        for speed, keys in ((1.0, ""), (0.5, "--"), (2.0, "+++++")):
            terminal.press(*keys)
            terminal.wait_for(f"{speed:g}x")
            heard, drawn, stolen = seeks(terminal, log)
            say(f"seek to sound, {speed:g}x", heard)
            say(f"seek to frame, {speed:g}x", drawn)
            late(heard, drawn, stolen)
        terminal.press("-", "-", "-")
        terminal.wait_for("take 1   1x")
        if minutes:
            click(terminal, 10)
            playing(terminal, log, minutes * 60)
        terminal.press("ctrl+q")
        terminal.wait_for_exit()


def opening(terminal: Terminal) -> float:
    """Seconds from the key to the words, the timeline and the moments being there."""
    terminal.text()
    before, began = len(terminal.raw), time.monotonic()
    terminal.press("space")
    terminal.wait_until(lambda: all(each in terminal.raw[before:] for each in _WHOLE))
    return terminal.came[-1][1] - began


def leave(terminal: Terminal) -> None:
    terminal.press("escape")
    terminal.wait_for("of 12 answered")


def place(terminal: Terminal) -> tuple[int, int, int]:
    """Line, first and last column of the bar."""
    for number, line in enumerate(terminal.text().splitlines()):
        if found := re.match(r"\s*\d+:\d\d  (.+)  \d+:\d\d$", line):
            return number, found.start(1), found.end(1) - 1
    raise AssertionError(terminal.text())


def click(terminal: Terminal, column: int) -> None:
    line, first, last = place(terminal)
    at = min(first + column, last)
    terminal.write(f"\x1b[<0;{at + 1};{line + 1}M\x1b[<0;{at + 1};{line + 1}m")


def entered(log: Path) -> list[tuple[float, float]]:
    """When the device first asked for sound of each playing, and from where."""
    found: list[tuple[float, float]] = []
    for at, start, _, before, _ in heard_rows(log):
        if before == 0:
            found.append((at, start))
    return found


def heard_rows(log: Path) -> Iterable[tuple[float, float, float, float, float]]:
    for line in log.with_name(log.name + ".heard").read_text(encoding="utf-8").splitlines():
        at, start, speed, before, delay = map(float, line.split())
        yield at, start, speed, before, delay


def seeks(terminal: Terminal, log: Path) -> tuple[list[float], list[float], list[float]]:
    """Seconds to the sound and to the frame of each, and how long meanwhile the host gave a processor to others."""
    draw = random.Random(3)
    line, first, last = place(terminal)
    heard, drawn, stolen = [], [], []
    for _ in range(SEEKS):
        column = first + draw.randrange(2, last - first - 2)
        wait(terminal, draw.uniform(0.3, 0.8))
        before = stolen_so_far()
        at, start, known = seek(terminal, log, line, column)
        heard.append(at)
        drawn.append(arrived(terminal, known, clock_text(start), clock_text(start + 1)))
        stolen.append(stolen_so_far() - before)
    return heard, drawn, stolen


def stolen_so_far() -> float:
    """Seconds that the host of this machine, if it is a virtual one, gave its processors to others (`steal` in proc(5), all processors together)."""
    return int(Path("/proc/stat").read_text().split("\n", 1)[0].split()[8]) / os.sysconf("SC_CLK_TCK")


def late(heard: list[float], drawn: list[float], stolen: list[float]) -> None:
    for sound, frame, taken in zip(heard, drawn, stolen, strict=True):
        if max(sound, frame) > LATE:
            print(
                f"  late: sound {1e3 * sound:.0f} ms, frame {1e3 * frame:.0f} ms, processors taken away for {1e3 * taken:.0f} ms of it"
            )


def wait(terminal: Terminal, seconds: float) -> None:
    over = time.monotonic() + seconds
    terminal.wait_until(lambda: time.monotonic() > over, timeout=seconds + 30)


def seek(terminal: Terminal, log: Path, line: int, column: int) -> tuple[float, float, tuple[int, float]]:
    """Clicks there. After how long the device asked for sound from which second; and how much had been written when it was clicked."""
    known, before, began = len(entered(log)), len(terminal.raw), time.monotonic()
    terminal.write(f"\x1b[<0;{column + 1};{line + 1}M\x1b[<0;{column + 1};{line + 1}m")
    terminal.wait_until(lambda: len(entered(log)) > known)
    at, start = entered(log)[-1]
    return at - began, start, (before, began)


def arrived(terminal: Terminal, known: tuple[int, float], *wanted: str) -> float:
    """After how long the program had written one of these."""
    before, began = known

    def there(size: int) -> bool:
        return any(each.encode() in terminal.raw[before:size] for each in wanted)

    terminal.wait_until(lambda: there(len(terminal.raw)))
    return next(at for size, at in terminal.came if size > before and there(size)) - began


def playing(terminal: Terminal, log: Path, seconds: float) -> None:
    wait(terminal, 3)
    began, used = time.monotonic(), processor(terminal.pid)
    wait(terminal, seconds)
    ended = time.monotonic()
    share = {name: (now - used[name]) / (ended - began) for name, now in processor(terminal.pid).items()}
    print(f"while playing: {', '.join(f'{name} {100 * each:.1f} %' for name, each in share.items())} of a core")
    print(f"               together {100 * sum(share.values()):.1f} %")
    rows = list(heard_rows(log))
    times = [row[0] for row in rows]
    off = []
    for line in log.with_name(log.name + ".shown").read_text(encoding="utf-8").splitlines():
        at, position = map(float, line.split())
        if began <= at <= ended:
            asked, start, speed, before, delay = rows[bisect_right(times, at) - 1]
            off.append(abs(position - (start + speed * (before + at - asked - delay))))
    say(f"playhead off, {seconds / 60:.0f} min", off)


def processor(pid: int) -> dict[str, float]:
    """Seconds of processor time so far, of the program and of the process below it that plays."""
    found = {"program": _seconds(pid)}
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for child in children:
        with suppress(FileNotFoundError, ProcessLookupError):  # one that has just ended
            if b"sound" in Path(f"/proc/{child}/cmdline").read_bytes():
                found["sound"] = _seconds(int(child))
    return found


def _seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def say(name: str, seconds: list[float]) -> None:
    ordered = sorted(seconds)
    print(
        f"{name:<24} median {1e3 * statistics.median(ordered):6.1f} ms   95 % {1e3 * ordered[int(0.95 * (len(ordered) - 1))]:6.1f}"
        f"   most {1e3 * ordered[-1]:6.1f}   ({len(ordered)})",
        flush=True,
    )


if __name__ == "__main__":
    main()
