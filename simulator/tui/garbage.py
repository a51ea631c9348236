"""Collections of garbage, for which everything stands still: a tenth of a second for all that the program holds. They go through what was
made since the last screen came or went, and through all of it only when one was left. Not in tests, which make many programs in one process."""

from __future__ import annotations

import gc
from contextlib import suppress
from typing import Any

from textual._styles_cache import StylesCache
from textual.app import App


def spare(app: App[Any]) -> None:
    """What is there now is passed over until a screen is left."""
    if not app.is_headless:
        gc.freeze()


def after_leaving(app: App[Any]) -> None:
    """What a screen that is gone held goes, too. Textual 8 keeps the lines that it drew, of a thousand widgets, in the arguments of a
    cached method (Textualize/textual, issue 6665)."""
    with suppress(AttributeError):  # where it is no longer cached
        StylesCache.get_inner_outer.cache_clear()
    if not app.is_headless:
        app.call_after_refresh(_collect)


def _collect() -> None:
    gc.unfreeze()
    gc.collect()
    gc.freeze()
