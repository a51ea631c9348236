"""Numbers, times, names, tools and other uncommon words of an answer, the results that were measured, and vague words. Works on lower case without
punctuation too, but for names, which only capitals show."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from simulator.scoring.card import Dimension
from simulator.scoring.lexicon import COMMON, PHRASES, WORDS
from simulator.scoring.norms import NORMS
from simulator.scoring.passage import Passage
from simulator.scoring.structure import Form, is_past
from simulator.scoring.words import SENTENCE_STOP, is_number, stem

NEAR = 6
"""Words from a verb of change to a number that make it a measured result."""

_COMMON = frozenset(map(stem, COMMON | WORDS["function_words"] | WORDS["fillers"] | WORDS["number_words"]))

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


def uncommon(passage: Passage) -> tuple[int, ...]:
    """Where words stand that are not common English and not the question's, each once: they are what a person saw and did."""
    known = set(_COMMON | passage.asked)
    found: list[int] = []
    for at in passage.said:
        norm, stemmed = passage.norms[at], passage.stems[at]
        if stemmed not in known and norm.isalpha():
            known.add(stemmed)
            found.append(at)
    return tuple(found)


def vague(passage: Passage, form: Form) -> tuple[int, ...]:
    """Where words stand that could mean anything or anybody. In stories, plans and proofs "you" is anybody; elsewhere it is
    the employer."""
    words = WORDS["vague"] | WORDS["anybody"] if form in ("story", "plan", "proof") else WORDS["vague"]
    return tuple(at for at in passage.said if passage.norms[at] in words)


def telling(passage: Passage, end: int | None = None) -> tuple[int, int]:
    """How many words (up to a position) tell what happened, and how many talk about how things are."""
    said = [passage.norms[at] for at in passage.said if end is None or at < end]
    tells = sum(norm in WORDS["telling"] or (is_past(norm) and norm not in WORDS["was"]) for norm in said)
    return tells, sum(norm in WORDS["talk"] for norm in said)


def dimension(
    passage: Passage, found: Sequence[Specific], uncommon: Sequence[int], vague: Sequence[int], little: Sequence[float]
) -> Dimension:
    """What is named, measured results twice and uncommon words half, each as far as it does not stand among words that say little
    (`little`), and three tenths of what words of telling are more than words of talk. An answer shorter than `least_words` is reckoned as long as that, so that one number in one sentence is
    not a rich answer."""
    norm = NORMS.preparedness["specifics"]
    if not len(passage):
        return norm.dimension(None, None)
    rate = min(_rate(passage, found, uncommon, little, end) for end in passage.ends)
    found = [each for each in found if little[each.start] <= 0.5]
    uncommon = [at for at in uncommon if little[at] <= 0.5]
    measured = sum(each.measured for each in found)
    marked = {at for each in found for at in range(each.start, each.end)}
    words = [at for at in uncommon if at not in marked]
    tells, talks = telling(passage)
    counts = {kind: sum(each.kind == kind for each in found) for kind in ("number", "time", "name", "tool")}
    counts |= {"measured": measured, "uncommon words": len(words), "words of telling": tells, "words of talk": talks}
    here = ", ".join(f"{kind} {count}" for kind, count in counts.items() if count)
    evidence = [
        passage.evidence(each.start, each.end, note="a measured result" if each.measured else each.kind)
        for each in found
    ]
    evidence += [passage.evidence(at, at + 1, note="an uncommon word") for at in words]
    evidence += [passage.evidence(at, at + 1, note="a vague word") for at in vague]
    return norm.dimension(norm.score("rate", rate), rate, here, tuple(evidence))


def _rate(
    passage: Passage, found: Sequence[Specific], uncommon: Sequence[int], little: Sequence[float], end: int
) -> float:
    """Per 100 words up to a position."""
    numbers = NORMS.preparedness["specifics"].numbers
    marked = {at for each in found for at in range(each.start, each.end)}
    count = sum((1 + each.measured) * (1 - little[each.start]) for each in found if each.start < end)
    count += numbers["uncommon"] * sum(1 - little[at] for at in uncommon if at < end and at not in marked)
    tells, talks = telling(passage, end)
    return (count + numbers["telling"] * (tells - talks)) / max(numbers["least_words"], end) * 100


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
