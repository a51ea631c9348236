"""`python -m tests.benchmarks`: the table of speed, see `tests.benchmarks.performance`."""

import sys

from tests.benchmarks.performance import main

if __name__ == "__main__":
    sys.exit(main())
