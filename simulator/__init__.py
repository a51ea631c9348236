"""mock-interview: an offline-first interview simulator for the terminal.

The public API is loaded on first use (PEP 562), so that `import simulator` costs nothing.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
"""onnxruntime reports to its maker from 1.29 on, unless it finds this when it is loaded; processes that are started inherit it."""

_API = {
    "load_bank": "simulator.questions.load",
    "load_banks": "simulator.questions.load",
    "score_answer": "simulator.scoring.scorecard",
    "open_session": "simulator.sessions.store",
    "export_bundle": "simulator.sessions.bundle",
    "import_bundle": "simulator.sessions.bundle",
}

__all__ = [
    "__version__",
    "export_bundle",
    "import_bundle",
    "load_bank",
    "load_banks",
    "open_session",
    "score_answer",
]

if TYPE_CHECKING:
    from simulator.questions.load import load_bank as load_bank
    from simulator.questions.load import load_banks as load_banks
    from simulator.scoring.scorecard import score_answer as score_answer
    from simulator.sessions.bundle import export_bundle as export_bundle
    from simulator.sessions.bundle import import_bundle as import_bundle
    from simulator.sessions.store import open_session as open_session


def __getattr__(name: str) -> Any:
    if name in _API:
        return getattr(import_module(_API[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
