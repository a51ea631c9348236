"""Whether the last line of the terminal may be drawn over again and again, to say how far something is."""

from __future__ import annotations

import os
import sys

_may = True


def never() -> None:
    """From here on every line stays as it was said: somebody hears them."""
    global _may
    _may = False


def may() -> bool:
    return _may and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
