"""Many text answers through `mock-interview score --jsonl`: `python -m tests.benchmarks.many [N]`, by default 1,000.

The answers are those of `tests/data/constructed`, each with a number of its own in front, so that none is known from before.
Prints answers per second (wall clock, and per second of processor time), and the memory of the process after a tenth, a half
and all of the answers.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from itertools import cycle, islice
from pathlib import Path

from tests.scoring.test_order import ANSWERS

GRADES = ("strong", "fair", "poor")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    texts = cycle([(each["question"], each[name]) for each in ANSWERS for name in GRADES])
    records = [
        {"question": question, "answer": f"Number {number}. {text}"}
        for number, (question, text) in enumerate(islice(texts, count))
    ]
    command = [sys.executable, "-m", "simulator", "score", "--jsonl", "-"]
    memory: dict[int, float] = {}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        begun = first = time.perf_counter()
        for number, record in enumerate(records, start=1):
            child.stdin.write(json.dumps(record).encode() + b"\n")
            child.stdin.flush()
            card = json.loads(child.stdout.readline())
            assert "error" not in card, card
            if number == 1:
                first = time.perf_counter()
            if number in (count // 10, count // 2, count):
                memory[number] = _megabytes(child.pid)
        ended = time.perf_counter()
        child.stdin.close()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = used.ru_utime + used.ru_stime
    print(
        f"first card after {first - begun:.2f} s, {count} in {ended - begun:.1f} s: {count / (ended - begun):.1f} a second"
    )
    print(f"{processor:.1f} s of processor time: {count / processor:.1f} answers per second per core")
    print("memory:", ", ".join(f"{value:.0f} MB after {number}" for number, value in memory.items()))


def _megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


if __name__ == "__main__":
    main()
