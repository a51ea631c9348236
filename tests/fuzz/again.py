"""`python -m tests.fuzz.again READER FOLDER`: a reader goes over the files of a folder once more, for its coverage to be measured."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

from tests.fuzz.harness import is_read
from tests.fuzz.readers import READERS

if __name__ == "__main__":
    for path in sorted(Path(sys.argv[2]).iterdir()):
        with contextlib.suppress(Exception):  # findings are told already
            is_read(READERS[sys.argv[1]], path.read_bytes())
