"""Words as the scorer sees them: tokens with their times, clause ends, stems and syllables."""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from simulator.scoring.lexicon import SYLLABLES, WORDS
from simulator.speech.transcript import Span, Word

NO_STOP, CLAUSE_STOP, SENTENCE_STOP = 0, 1, 2

HUM = "(um)"
"""How a filler is written that only the sound shows."""

QUOTED = 16
"""Words that a quotation has at most."""

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "…": "..."})
_DASHES = re.compile(r" ?[—–] ?|(?<= )-(?= )")
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_BEFORE = re.compile(r"^[^\w$£€]+")
_WITHOUT_TAIL = re.compile(r".*[\w%+#]", re.DOTALL)
"""Up to the last sign of a word. What looks for the rest from the front would take hours for a long row of marks."""
_GROUPS = re.compile(r"[aeiouy]+")
_NUMBER = re.compile(r"[$£€]?\d[\d,.:]*(?:st|nd|rd|th|s|%|k|am|pm)?")


class Token(msgspec.Struct, frozen=True, gc=False):
    """One word. `norm` is it in lower case without the punctuation around it; `stop` is the end of a clause (1) or
    sentence (2) that the punctuation after it marks; `cut` is a word broken off ("mon-"). Times are seconds, None
    for typed text."""

    text: str
    norm: str
    stop: int
    cut: bool
    start: float | None = None
    end: float | None = None


def normal(text: str) -> str:
    """Lower case, plain apostrophes, no punctuation around the word."""
    found = _WITHOUT_TAIL.match(unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).lower())
    return _BEFORE.sub("", found.group()) if found else ""


def tokens_of_text(text: str) -> tuple[Token, ...]:
    """The words of a text, without times."""
    return tuple(Token(*piece) for piece in _pieces(text))


def tokens_of_words(words: Sequence[Word]) -> tuple[Token, ...]:
    """The words of a recogniser. Where one holds several ("I-I was"), they share its time evenly."""
    tokens: list[Token] = []
    for word in words:
        pieces = list(_pieces(word.text))
        start = word.start if math.isfinite(word.start) else 0.0
        end = max(start, word.end) if math.isfinite(word.end) else start
        share = (end - start) / max(1, len(pieces))
        for number, piece in enumerate(pieces):
            tokens.append(Token(*piece, start + number * share, start + (number + 1) * share))
    return tuple(tokens)


def with_hums(tokens: Sequence[Token], hums: Sequence[Span]) -> tuple[Token, ...]:
    """The tokens in order of time, a filler among them for each sound that nobody wrote down."""
    heard = [Token(HUM, normal(HUM), NO_STOP, False, hum.start, hum.end) for hum in hums]
    return tuple(sorted([*tokens, *heard], key=lambda token: token.start or 0.0)) if heard else tuple(tokens)


def _pieces(text: str) -> Iterator[tuple[str, str, int, bool]]:
    spaced = _DASHES.sub(", ", " ".join(_HIDDEN.sub("", text).split()))
    for chunk in spaced.split():
        for part in _stutter(chunk):
            if norm := normal(part):
                yield part, norm, _stop(part, norm), part.endswith("-")


def _stutter(chunk: str) -> list[str]:
    """`I-I-I` and `th-that` are one word each begun several times; `well-known` and `so-so` are one word."""
    parts = chunk.split("-")
    if len(parts) < 2 or not all(parts) or normal(chunk) in WORDS["not_stutter"]:
        return [chunk]
    lowered = [normal(part) for part in parts]
    begun_again = all(a and b.startswith(a) for a, b in itertools.pairwise(lowered))
    return [f"{part}-" for part in parts[:-1]] + parts[-1:] if begun_again else [chunk]


def _stop(text: str, norm: str) -> int:
    found = _WITHOUT_TAIL.match(text)
    tail = text[found.end() :] if found else text
    if not tail or "..." in tail or "…" in tail or norm in WORDS["abbreviations"]:
        return NO_STOP
    if any(mark in tail for mark in ".?!。？！"):
        return SENTENCE_STOP
    return CLAUSE_STOP if any(mark in tail for mark in ",;:，；：") else NO_STOP


@lru_cache(maxsize=8192)
def stem(norm: str) -> str:
    """A light stemmer, so that `disagreed` meets `disagreement` half way: apostrophes and the common endings go."""
    word = norm.replace("'s", "").replace("'", "")
    if len(word) <= 3 or word.isdigit():
        return word
    for ending, put in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) + len(put) >= 3:
            word = word[: len(word) - len(ending)] + put
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    if len(word) > 3 and word[-1] == "e":
        word = word[:-1]
    return word[:-1] + "i" if len(word) > 3 and word[-1] == "y" else word


_ENDINGS = (
    ("ements", ""),
    ("ement", ""),
    ("ments", ""),
    ("ment", ""),
    ("ations", "at"),
    ("ation", "at"),
    ("ions", ""),
    ("ion", ""),
    ("ingly", ""),
    ("ings", ""),
    ("ing", ""),
    ("iest", "y"),
    ("ier", "y"),
    ("ies", "y"),
    ("ied", "y"),
    ("edly", ""),
    ("ed", ""),
    ("fully", "ful"),
    ("ally", "al"),
    ("ly", ""),
    ("ness", ""),
    ("sses", "ss"),
    ("ss", "ss"),
    ("us", "us"),
    ("is", "is"),
    ("es", ""),
    ("s", ""),
)


def is_number(norm: str) -> bool:
    """Written in digits: `20`, `$1,000`, `3rd`, `25%`, `5pm`."""
    return _NUMBER.fullmatch(norm) is not None


@lru_cache(maxsize=8192)
def syllables(norm: str) -> int:
    """Syllables of a spoken English word: vowel groups with the silent endings taken off, an exception list
    before that, digits as they are read aloud. At least 1."""
    if known := SYLLABLES.get(norm):
        return known
    if any(character.isdigit() for character in norm):
        return _digits(norm)
    if "-" in norm:
        return max(1, sum(syllables(part) for part in norm.split("-") if part))
    return max(1, _letters(norm))


def _letters(norm: str) -> int:
    word = norm.removesuffix("'s")
    added = 1 if word != norm and re.search(r"(?:[sxz]|[sc]h|[csgz]e)$", word) else 0
    if word.endswith("n't"):
        word = word.removesuffix("n't")
        added += 1 if re.search(r"[^aeiouy]$", word) else 0  # couldn't; but don't
    word = re.sub(r"'(?:d|ll|re|ve|m)$|'", "", word)
    if known := SYLLABLES.get(word):
        return known + added
    folded = unicodedata.normalize("NFKD", word)
    for pattern, put in _REWRITTEN:
        folded = pattern.sub(put, folded)
    count = len(_GROUPS.findall(folded))
    if count == 0 and len(word) <= 4:
        return sum(3 if letter == "w" else 1 for letter in word) + added  # said letter by letter
    return count - len(_SILENT.findall(folded)) + len(_SPLIT.findall(folded)) + added


_REWRITTEN = (
    (re.compile(r"^every(?=.)"), "evry"),
    (re.compile(r"(?<=[aeiou])y(?=[aeiou])"), "j"),  # playing, beyond, employer
    (re.compile(r"qu(?=[aeiouy])"), "q"),
    (re.compile(r"(?<=g)ue(?=[sd]?$)"), ""),  # colleague, league
    (re.compile(r"que(?=s?$)"), "k"),  # technique
    (re.compile(r"ically$"), "icly"),
    (
        re.compile(
            r"^((?:some|home|fore|life|ware|time|house|score|base|where|there|mile|note|care|hope|like|wide|safe|line|game|name|face|place|space|trade|whole|white|sale)s?)(?=[bcdfghjklmnpqtvwz].)"
        ),
        r"\1_",
    ),
)
_SILENT = re.compile(
    r"(?<=[^aeiouy])e_"  # home_work
    r"|(?<=[^aeiouy])(?<![^aeiouyrlw]l)(?<![^aeiouy]r)e$"  # make, course; but table, metre
    r"|(?<=[^aeiouytd])(?<![^aeiouyrl]l)ed$"  # asked, moved; but wanted, handled
    r"|(?<=[^aeiouysxzcgj])(?<![sc]h)(?<![^aeiouyrl]l)(?<![^aeiouy]r)es$"  # makes, times; but boxes, tables, metres
    r"|(?<=[^aeiouy])(?<![^aeiouy]l)e(?=ly$|ments?$|ness$|ful$|fully$|less$|lessly$)"  # completely, movement
)
_SPLIT = re.compile(
    r"(?<![cstgx])(?<!ll)(?<!n)i(?=o)|(?<![cst])(?<!ll)i(?=a(?!ge))|(?<=n)i(?=o(?!n))|i(?=at(?:e|i|o))|i(?=um|us$)"
    r"|(?<=..[^aeiou])i(?=e(?:r|rs|st)$)|(?<![cst])i(?=en[ct]|ety?$)|(?<=[aeiou])i(?=ng)|(?<=[^aeiou])y(?=ing)"
    r"|(?<![qg])u(?=al|ous|at|ar[yi]|en(?:t|c))|(?<=[^qg])u(?=ity)"
    r"|(?<![gc])e(?=ou)|e(?=o(?![uprn]))|(?<=cr)e(?=at(?!ur))|s(?=ms?$)|(?<=h)m$|(?<!a)i(?=re(?:d|s|ly|ments?)?$)"
)

_UNITS = (0, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2)
_TENS = (0, 0, 2, 2, 2, 2, 2, 3, 2, 2)


def _digits(norm: str) -> int:
    money = 2 if norm[0] in "$£€" else 0
    percent = 2 if norm.endswith("%") else 0
    letters = len(re.findall(r"[a-z]", re.sub(r"(?<=\d)(?:st|nd|rd|th|s)$", "", norm)))
    whole, _, fraction = norm.replace(",", "").partition(".")
    numbers = [int(run[:12]) for run in re.findall(r"[0-9]+", unicodedata.normalize("NFKC", whole))]
    spoken = sum(
        _year(number) if 1100 <= number <= 2099 and number % 1000 > 9 else _integer(number) for number in numbers
    )
    decimals = [int(digit) for digit in fraction if "0" <= digit <= "9"]
    return max(1, money + percent + letters + spoken + sum(_UNITS[d] or 2 for d in decimals) + bool(decimals))


def _integer(number: int) -> int:
    if number == 0:
        return 2
    count = 0
    for size, name in ((10**9, 2), (10**6, 2), (1000, 2), (100, 2)):
        if number >= size:
            count += _integer(number // size) + name
            number %= size
    return count + (_UNITS[number] if number < 20 else _TENS[number // 10] + _UNITS[number % 10])


def _year(number: int) -> int:
    """`2019` is read twenty nineteen."""
    century, rest = divmod(number, 100)
    return _integer(century) + (2 if rest == 0 else (1 if rest < 10 else 0) + _integer(rest))


def quote(tokens: Sequence[Token], start: int, end: int) -> str:
    """Tokens `start` to `end` as they were written, without punctuation at the end; the first `QUOTED` of them."""
    words = " ".join(token.text for token in tokens[start : min(end, start + QUOTED)]).rstrip(",.;:!?… -")
    return f"{words} …" if end - start > QUOTED else words
