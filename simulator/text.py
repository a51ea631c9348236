"""Text from banks, people and recognisers, made harmless for a terminal."""

from __future__ import annotations

import unicodedata

_KEPT = {"\n", "\t", "\u200c", "\u200d"}  # the joiners are ordinary letters of some scripts
BLANKS = " \u200c\u200d\u2800\u115f\u1160\u3164\uffa0"
"""What is a sign to a computer and nothing to the eye: joiners, the empty sign of Braille, fillers of Korean."""
_HIDDEN = {"Cc", "Cf", "Co", "Cs", "Cn"}


def plain(text: str) -> str:
    """The text with every control, format and unassigned character (terminal escapes, right-to-left overrides)
    shown as a visible mark. Line ends and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character in _KEPT or unicodedata.category(character) not in _HIDDEN:
        return character
    code = ord(character)
    return (
        chr(0x2400 + code) if code < 0x20 else "\N{SYMBOL FOR DELETE}" if code == 0x7F else "\N{REPLACEMENT CHARACTER}"
    )


def json_text(data: bytes) -> str:
    """JSON for a terminal and for programs: what `plain` marks is written as JSON's own escapes, and so stands for the same."""
    text = data.decode()
    for character in {each for each in set(text) if each not in _KEPT and unicodedata.category(each) in _HIDDEN}:
        units = character.encode("utf-16-be").hex()
        text = text.replace(character, "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)))
    return text


def bare(text: str) -> str:
    """For searching: without regard to case and to accents, however these are put together."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))


def short_line(text: str, most: int) -> str:
    """One line of visible characters, `most` of them at most; empty where there are none."""
    line = " ".join(plain(text).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def short_name(given: str, most: int) -> str:
    """A name that somebody gave, as one short line; empty where nothing in it can be seen."""
    line = short_line(given, most)
    return line if line.strip(BLANKS) else ""


def cells(text: str) -> int:
    """How many columns of a terminal a line takes: letters of some scripts are twice as wide, and signs over letters take none."""
    wide = ("W", "F")
    return sum(2 if unicodedata.east_asian_width(each) in wide else not unicodedata.combining(each) for each in text)


def clock_text(seconds: float) -> str:
    """`75.2` becomes `1:15`."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def score_text(score: float | None) -> str:
    """A score as it is read: a whole number, or that there is none."""
    return "not scored" if score is None else f"{score:.0f}"


def counted(count: float, what: str) -> str:
    """`1 word`, `12 words`; to whole numbers."""
    number = f"{count:.0f}"
    return f"{number} {what}{'' if number == '1' else 's'}"


def size_text(count: int) -> str:
    """Bytes as people say it: `1.4 MB`."""
    for unit, name in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if count >= unit:
            return f"{count / unit:.{0 if count >= 10 * unit else 1}f} {name}"
    return f"{count} bytes"


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take a cell with this text for a formula."""
    return text.lstrip().startswith(tuple("=+-@＝＋－＠")) or text.startswith(("\t", "\n"))


def as_cell(text: str) -> str:
    """A text for a table that is read back: what looks like a formula gets an apostrophe before it, and so does what looks as if it had
    got one."""
    return f"'{text}" if is_formula(text.lstrip("'")) else text


def from_cell(text: str) -> str:
    """What `as_cell` was given."""
    return text[1:] if text.startswith("'") and is_formula(text.lstrip("'")) else text
