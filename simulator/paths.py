"""Where things lie. Nothing here creates a folder, and nothing runs at import."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

HOME_VARIABLE = "MOCK_INTERVIEW_HOME"

_package = Path(__file__).resolve().parent


def checkout() -> Path | None:
    """The checkout that this package runs from, or None for an installed copy."""
    pyproject = _package.parent / "pyproject.toml"
    try:
        ours = 'name = "mock-interview-simulator"' in pyproject.read_text(encoding="utf-8")
    except OSError:
        return None
    return _package.parent if ours else None


def home() -> Path:
    """The folder for settings, a person's own banks and models: `--home`, the variable, or the user's data folder."""
    if chosen := os.environ.get(HOME_VARIABLE):
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("mock-interview", appauthor=False)


def sessions() -> Path:
    """Where sessions are saved: in the checkout when run from one, unless a home was named."""
    if not os.environ.get(HOME_VARIABLE) and (root := checkout()):
        return root / "sessions"
    return home() / "sessions"


def own_banks() -> Path:
    return home() / "banks"


def sheets() -> Path:
    """Where a person's prep sheets lie."""
    return home() / "prep"


def comeback() -> Path:
    """Where applications, debriefs and what belongs to them lie."""
    return home() / "comeback"


def models() -> Path:
    return home() / "models"


def settings_file() -> Path:
    return home() / "settings.json"


def drills_file() -> Path:
    """Which questions were taken out of the drill schedule, and when."""
    return home() / "drills.json"


def contacted_file() -> Path:
    """Which addresses were ever contacted."""
    return home() / "contacted.jsonl"


def exports() -> Path:
    """Where exports go if no other place is named."""
    return home() / "exports"


def log_file() -> Path:
    """Where the chatter of sound and recogniser libraries goes, so that it never reaches the screen."""
    return home() / "log.txt"


def _shipped(in_wheel: str, in_checkout: str) -> Path:
    inside = Path(str(resources.files("simulator"))) / in_wheel
    return inside if inside.is_dir() else _package.parent / in_checkout


def shipped_banks() -> Path:
    return _shipped("_banks", "question_banks")


def sample_session() -> Path:
    return _shipped("_sample", "sessions/sample")
