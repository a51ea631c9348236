"""A change that a person makes to a record, done to what the record is by now: another program may have changed it too."""

from __future__ import annotations

from typing import TypeVar

import msgspec

S = TypeVar("S", bound=msgspec.Struct)


def carried(before: S, after: S, onto: S) -> S:
    """`onto` with those fields changed that differ between `before` and `after`."""
    fields = after.__struct_fields__
    changed = {field: new for field in fields if (new := getattr(after, field)) != getattr(before, field)}
    return msgspec.structs.replace(onto, **changed)
