"""The one model of this process, loaded when it is first asked: call it from a thread while a screen is up."""

from __future__ import annotations

import contextlib
import ctypes
import sys
import threading

from simulator.errors import ModelError
from simulator.meaning.vectors import Memory, Vectors
from simulator.scoring.meanings import Wanted

_M_MMAP_THRESHOLD, _LARGE = -3, 1 << 20
"""What glibc calls the size of a block, in bytes, from which on it is taken from the system by itself."""

_one_at_a_time = threading.Lock()
_memory: Memory | None = None
_trouble = ""


def load() -> None:
    """Loads the model, once: so that the first answer need not wait for it (about a second)."""
    global _memory, _trouble
    with _one_at_a_time:
        if _memory is None and not _trouble:
            try:
                _return_large_blocks()
                from simulator.meaning.known import Known
                from simulator.meaning.minilm import MiniLM

                _memory = Memory(Known(MiniLM()))
            except ModelError as error:
                _trouble = str(error)


def _return_large_blocks() -> None:
    """Asks glibc to give every large block back to the system when it is freed. It would else keep such blocks, and cut them up for what came
    next: this process then had 500 MB after two hours of answers instead of 280."""
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):  # another C library has no such wish
            ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)


def meanings(wanted: Wanted) -> Vectors | None:
    """The vectors that a scorer wants; None where there is no model, and meaning is judged by words alone."""
    load()
    if _memory is None:
        return None
    with _one_at_a_time:
        own = _memory.model.stretches(wanted.words, [range(*each) for each in wanted.stretches])
        vectors, tokens = _memory.vectors(wanted.texts), _memory.tokens(wanted.close)
    said = dict(zip(map(wanted.text, wanted.stretches), own, strict=True))
    return Vectors(
        vectors | {text: vector for text, (vector, _) in said.items()},
        tokens | {text: each for text, (_, each) in said.items()},
    )


def trouble() -> str:
    """Why there is no model, in one sentence; empty where there is one, or nobody asked yet."""
    return _trouble
