"""`python -m tests.fuzz.look READER FINDINGS CORPUS [libFuzzer's options]`: atheris looks for inputs that a reader fails at. It goes on
after a finding, of which there is one for each place; only a crash, a hang of ten seconds or too much memory end it."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["simulator"]):
    from tests.fuzz.harness import is_read
    from tests.fuzz.readers import READERS

HANG_SECONDS = 10
MOST_MB = 1000
"""Of memory for the whole process, in which models and libraries take 200 to 400."""


def main(name: str, findings: Path, options: list[str]) -> None:
    reader = READERS[name]

    def one(data: bytes) -> None:
        try:
            is_read(reader, data)
        except Exception as error:
            place = _place(error)
            if not (findings / place).exists():
                (findings / place).write_bytes(data)
                (findings / f"{place}.trace").write_text("".join(traceback.format_exception(error)))

    limits = [f"-timeout={HANG_SECONDS}", f"-rss_limit_mb={MOST_MB}", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *limits, *options], one)
    atheris.Fuzz()


def _place(error: Exception) -> str:
    """Where in the program it was raised, and what; of a refusal that says the wrong thing where that was raised."""
    frames = traceback.extract_tb((error.__context__ or error).__traceback__)
    ours = [frame for frame in frames if "/simulator/" in frame.filename] or frames
    return f"{type(error).__name__}-{Path(ours[-1].filename).stem}-{ours[-1].lineno}"


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
