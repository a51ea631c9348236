"""Numbers, times, names and tools in an answer, and the results that were measured. Works on lower case without
punctuation too, but for names, which only capitals show."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from simulator.scoring.card import Dimension
from simulator.scoring.lexicon import PHRASES, WORDS
from simulator.scoring.norms import NORMS
from simulator.scoring.passage import Passage
from simulator.scoring.words import SENTENCE_STOP, is_number

NEAR = 6
"""Words from a verb of change to a number that make it a measured result."""

_LINKS = ("and", "point", "to", "past", "of", "percent")


class Specific(msgspec.Struct, frozen=True):
    """Positions `start` to `end` of the passage. `kind`: number, time, name, tool. `change` is the position of the
    verb of change that makes it a measured result, None without one."""

    start: int
    end: int
    kind: str
    change: int | None

    @property
    def measured(self) -> bool:
        return self.change is not None


def find(passage: Passage) -> tuple[Specific, ...]:
    """What belongs together ("two hundred and ten") is one; what is named twice counts once."""
    capitals = sum(passage.tokens[at].text[:1].isupper() for at in passage.at)
    cased = 0 < capitals < 0.4 * len(passage)
    marked = {at: kind for at in range(len(passage)) if at not in passage.idle and (kind := _kind(passage, at, cased))}
    for start, end in passage.find(PHRASES["when"]):
        marked.update(dict.fromkeys(range(start, end), "time"))
    changes = [at for at, norm in enumerate(passage.norms) if norm in WORDS["change_verbs"]]
    named: set[str] = set()
    found: list[Specific] = []
    for run in _runs(passage, marked):
        name = " ".join(passage.norms[run[0] : run[-1] + 1])
        if name not in named:
            named.add(name)
            kind = marked[run[0]]
            near = [at for at in changes if 0 <= run[0] - at <= NEAR] if kind == "number" else []
            found.append(Specific(run[0], run[-1] + 1, kind, near[-1] if near else None))
    return tuple(found)


def dimension(passage: Passage, found: Sequence[Specific]) -> Dimension:
    """Measured results count twice. An answer shorter than `least_words` is reckoned as long as that, so that one
    number in one sentence is not a rich answer."""
    norm = NORMS.preparedness["specifics"]
    if not len(passage):
        return norm.dimension(None, None)
    measured = sum(each.measured for each in found)
    rate = (len(found) + measured) / max(norm.numbers["least_words"], len(passage)) * 100
    kinds = {kind: sum(each.kind == kind for each in found) for kind in ("number", "time", "name", "tool")}
    here = ", ".join(
        [f"{kind} {count}" for kind, count in kinds.items() if count] + ([f"measured {measured}"] if measured else [])
    )
    evidence = tuple(
        passage.evidence(each.start, each.end, note="a measured result" if each.measured else each.kind)
        for each in found
    )
    return norm.dimension(norm.score("rate", rate), rate, here, evidence)


def _kind(passage: Passage, at: int, cased: bool) -> str:
    norm = passage.norms[at]
    if norm in WORDS["months_and_days"]:
        return "time"
    if is_number(norm) or norm in WORDS["number_words"]:
        return "number"
    if norm in WORDS["tools"]:
        return "tool"
    begins = at == 0 or passage.stops[at - 1] == SENTENCE_STOP
    named = cased and not begins and passage.tokens[passage.at[at]].text[:1].isupper()
    return "name" if named and norm not in WORDS["function_words"] else ""


def _runs(passage: Passage, marked: dict[int, str]) -> list[list[int]]:
    runs: list[list[int]] = []
    for at in sorted(marked):
        before = runs[-1][-1] if runs else -9
        linked = at == before + 1 or (at == before + 2 and passage.norms[at - 1] in _LINKS)
        if linked and marked[at] == marked[before] and not passage.stops[before]:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs
