"""Ten thousand sessions: `python -m tests.benchmarks.library [COUNT] [FOLDER]`.

Sessions of 12 answers each are made (journals, observations and scorecards, no sound) in a temporary folder or the named one, where
they stay. Then: a page and searches of the index against those of ten sessions, one new session, making the index anew, and memory.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median

import msgspec

from simulator import paths
from simulator.files import private_folder
from simulator.interview import events as ev
from simulator.questions.load import load_banks
from simulator.questions.model import Plan, Planned, Question
from simulator.scoring.card import VERSION
from simulator.sessions.index import Index
from simulator.sessions.indexing import NAME
from simulator.sessions.store import FORMAT, HEADER, JOURNAL, TAKES, Header

ANSWERS = 12
WORDS = 110
FIRST = datetime.fromisoformat("2024-01-01T08:00:00+01:00")


def make(root: Path, count: int, seed: int = 1) -> None:
    """Sessions below `root`, four hours apart; their answers have words of a vocabulary of 4,000, some much more often than others."""
    draw = random.Random(seed)
    questions = [question for bank in load_banks().banks.values() for question in bank.questions]
    sample = paths.sample_session() / TAKES
    card = msgspec.json.decode((sample / "q01-t1.card.json").read_bytes())
    heard = msgspec.json.decode((sample / "q01-t1.heard.json").read_bytes())
    vocabulary = [word(number) for number in range(4_000)]
    weights = [1 / (rank + 3) for rank in range(len(vocabulary))]
    for number in range(count):
        at = (FIRST + timedelta(hours=4 * number)).isoformat()
        name = f"{at[:19].replace('T', '-').replace(':', '')}-general"
        folder = private_folder(root / name)
        takes = private_folder(folder / TAKES)
        header = Header(format=FORMAT, id=name, created=at, program="benchmark")
        (folder / HEADER).write_bytes(msgspec.json.encode(header))
        asked = draw.sample(questions, ANSWERS)
        (folder / JOURNAL).write_bytes(b"".join(msgspec.json.encode(each) + b"\n" for each in _events(asked, at)))
        for question, each in enumerate(asked):
            words = draw.choices(vocabulary, weights, k=WORDS)
            text = " ".join(words)
            heard["words"] = [
                {"text": word, "start": 0.4 * place, "end": 0.4 * place + 0.3, "confidence": 0.9}
                for place, word in enumerate(words)
            ]
            card |= {"version": VERSION, "question": each.ref}
            card["transcript"] = {"text": text, "confirmed": False, "words": heard["words"]}
            card["fluency"]["score"], card["preparedness"]["score"] = draw.randrange(100), draw.randrange(100)
            (takes / f"{ev.take_name(question, 1)}.heard.json").write_bytes(msgspec.json.encode(heard))
            (takes / f"{ev.take_name(question, 1)}.card.json").write_bytes(msgspec.json.encode(card))


def make_indexed(root: Path, count: int) -> None:
    """The same, with their index."""
    make(root, count)
    with Index(root) as index:
        index.sync()


def link(kept: Path, root: Path) -> None:
    """Sessions that lie in a folder which is kept, as if they lay below `root`: an index there changes nothing in it."""
    private_folder(root)
    for folder in kept.iterdir():
        if folder.is_dir():
            (root / folder.name).symlink_to(folder)


def word(number: int) -> str:
    return "".join(
        "bdfgklmnprst"[digit] + "aeiou"[digit % 5] for digit in (number // 144 % 12, number // 12 % 12, number % 12)
    )


def _events(asked: list[Question], at: str) -> list[ev.Event]:
    plan = Plan(items=tuple(Planned(part="body", question=each) for each in asked), seed=1, banks=("general",))
    events: list[ev.Event] = [
        ev.SessionStarted(t=0.0, by="candidate", version=ev.VERSION, at=at, plan=plan, options=ev.Options(nerves=False))
    ]
    for number, each in enumerate(asked):
        take, t = ev.take_name(number, 1), 60.0 * number
        events += [
            ev.QuestionAsked(t=t, question=number, take=1, text=each.text),
            ev.QuestionSpoken(t=t + 4),
            ev.AnswerStarted(t=t + 5, audio=f"takes/{take}.pcm"),
            ev.AnswerEnded(t=t + 49, by="candidate", why="key", seconds=44.0),
            ev.AnswerHeard(t=t + 51, take=take),
            ev.AnswerRated(t=t + 52, by="candidate", take=take, value=3),
            ev.WentOn(t=t + 55, by="candidate"),
        ]
    return [
        *events,
        ev.SessionRated(t=900.0, by="candidate", fluency=60, preparedness=60),
        ev.SessionEnded(t=901.0),
        ev.ScoresShown(t=902.0),
    ]


def seconds(work: Callable[[], object], times: int = 15) -> float:
    """The median."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return median(taken)


def memory() -> float:
    """The most so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as temporary:
        few, many = Path(temporary) / "few", Path(sys.argv[2] if len(sys.argv) > 2 else Path(temporary) / "many")
        make(few, 10)
        if not many.exists():
            make(many, count)
        (many / NAME).unlink(missing_ok=True)
        with Index(few) as small, Index(many) as index:
            small.sync()
            before, start = memory(), time.perf_counter()
            read = index.sync(lambda done, of: report(done, of, start) if done % 2_500 == 0 else None).read
            taken = time.perf_counter() - start
            print(
                f"{read} sessions indexed in {taken:.1f} s: {read / taken:.0f} a second; {before:.0f} to {memory():.0f} MB"
            )
            page, ten = seconds(lambda: index.page(10)), seconds(lambda: small.page(10))
            print(f"a page of ten: {page * 1e3:.2f} ms, of ten sessions {ten * 1e3:.2f} ms: {page / ten:.2f} times")
            for words in (word(1), word(3_000), f"{word(3)} {word(7)}", "le"):
                taken = seconds(partial(index.search, words, 30))
                print(f"search {words!r}: {taken * 1e3:.1f} ms, {len(index.search(words, 30))} found")
            print(f"in titles and tags: {seconds(lambda: index.holding('general 2025', 30)) * 1e3:.1f} ms")
            newest = max(path for path in many.iterdir() if path.is_dir())
            print(f"one session: {seconds(lambda: index.put(newest)) * 1e3:.1f} ms")
            print(
                f"a look at all folders: {seconds(index.sync, 3) * 1e3:.0f} ms; the index {(many / NAME).stat().st_size / 1e6:.0f} MB"
            )


def report(done: int, of: int, start: float) -> None:
    print(f"  {done} of {of}, {done / (time.perf_counter() - start):.0f} a second, {memory():.0f} MB")


if __name__ == "__main__":
    main()
