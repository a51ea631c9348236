"""What may be given on the command line: numbers, names and days, each fault told in a few words."""

from __future__ import annotations

import argparse
import re


def number(text: str, least: int, most: int, unit: str) -> int:
    try:
        given = int(text)
    except ValueError:
        given = least - 1
    if not least <= given <= most:
        raise argparse.ArgumentTypeError(f"{least} to {most} {unit}")
    return given


def identifier(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]+", text):
        raise argparse.ArgumentTypeError("small letters a to z, digits and hyphens only")
    return text


def day(text: str) -> str:
    """YYYY-MM-DD."""
    from datetime import date

    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            pass
    raise argparse.ArgumentTypeError("year, month and day, such as 2027-03-09")
