"""JSON as it comes from files and pipes, and the numbers in it: whatever is wrong with it is told by one kind of error. Pure."""

from __future__ import annotations

from typing import Annotated, TypeVar

import msgspec

T = TypeVar("T")

Number = Annotated[float, msgspec.Meta(ge=-1e9, le=1e9)]
"""Seconds, points, levels. Nobody measured what lies beyond, and sums, dates and charts would break on it."""

Whole = Annotated[int, msgspec.Meta(ge=-1_000_000_000, le=1_000_000_000)]
"""Counts, ratings, places in lists: what databases and loops can hold."""


def decode(data: bytes | str, kind: type[T]) -> T:
    """The value that JSON holds. Raises DecodeError, for what is no UTF-8 and what is nested without end too."""
    return using(msgspec.json.Decoder(kind), data)


def using(decoder: msgspec.json.Decoder[T], data: bytes | str) -> T:
    """The same with a decoder that is at hand."""
    try:
        return decoder.decode(data)
    except (UnicodeError, RecursionError) as error:
        raise msgspec.DecodeError(str(error)) from error
