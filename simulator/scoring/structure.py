"""The shape of an answer: situation, task, action and result of a story; answer, reason and example of the rest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import zip_longest
from typing import Literal

import msgspec

from simulator.questions.model import QUESTIONS_TO_ASK, Kind, Question
from simulator.scoring.card import Dimension, Evidence
from simulator.scoring.lexicon import PHRASES, WORDS
from simulator.scoring.norms import NORMS
from simulator.scoring.passage import Passage
from simulator.scoring.words import SENTENCE_STOP

Form = Literal["story", "plan", "proof", "reasons", "questions"]
"""`story` for behavioural questions, `plan` for situational ones, `proof` for strengths and technical ones,
`questions` where the candidate asks, `reasons` for the rest."""

FORMS: dict[Kind, Form] = {
    "behavioural": "story",
    "situational": "plan",
    "strength": "proof",
    "technical": "proof",
    "motivation": "reasons",
    "opening": "reasons",
    "closing": "reasons",
}

STORY = ("situation", "task", "action", "result")
ASIDE = "aside"
OPENING_WORDS = 30
"""An answer that comes first comes within these words (about 12 s)."""

BETWEEN_QUESTIONS = 4
"""Words from the beginning of one question to the next, at least."""

SCENE = 6
"""Words told before the first action that are a situation, at least."""

GOES_ON = 15
"""Words within which "and" or "then" goes on with what the same person did."""

RESULT_HOLDS = 8
"""Words after "in the end" and the like that still tell the result, whatever their verbs."""


class Part(msgspec.Struct, frozen=True):
    """A part of the answer, where it begins (positions of the passage; None: missing) and its share of the words."""

    name: str
    cues: tuple[int, ...]
    share: float


class Shape(msgspec.Struct, frozen=True):
    """The parts found. `own` and `joint` are the positions of things that "I" and that "we" did."""

    form: Form
    parts: tuple[Part, ...]
    own: tuple[int, ...]
    joint: tuple[int, ...]

    def part(self, name: str) -> Part | None:
        return next((part for part in self.parts if part.name == name and part.cues), None)


def form_of(question: Question) -> Form:
    if question.kind == "closing" and question.competency == QUESTIONS_TO_ASK:
        return "questions"
    return FORMS[question.kind]


def shape(passage: Passage, question: Question | None, measured: Collection[int]) -> Shape:
    """`measured` are the positions of verbs that tell a measured change: results. Without a question a passage
    that has a situation and an action is held to be a story."""
    own, joint = _deeds(passage)
    story = _story(passage, own, joint, measured)
    if question is None:
        tells = all(part.cues for part in story if part.name in ("situation", "action"))
        form: Form = "story" if tells else "reasons"
    else:
        form = form_of(question)
    parts = story if form == "story" else _asked(passage) if form == "questions" else _argument(passage, form, own)
    return Shape(form=form, parts=parts, own=tuple(own), joint=tuple(joint))


def dimension(passage: Passage, found: Shape, little: Sequence[float]) -> Dimension:
    """Full points for a part that is there with its share of the words, half where it is only touched on, a
    quarter where that is among words that say little (`little`: how far each word does). Where most words say little the parts are
    islands in them, and count in proportion."""
    norm = NORMS.preparedness["structure"]
    if not len(passage):
        return norm.dimension(None, None)
    score = 0.0
    evidence: list[Evidence] = []
    for part in found.parts:
        points, enough = norm.numbers[f"{found.form}_{part.name}"], norm.numbers[f"enough_{part.name}"]
        if not part.cues:
            evidence.append(Evidence(text="", note=f"{part.name}: not found"))
            continue
        least = min(little[at] for at in part.cues)
        full = min(1.0, part.share / enough)
        if part.name in ("action", "example"):
            deeds = _done(passage, (*found.own, *found.joint), little)
            deeds *= 100 / max(norm.numbers["least_words"], len(passage))
            full = min(full, deeds / norm.numbers[f"deeds_{part.name}"])
        score += points * (0.25 + (1 - least) * (0.25 + 0.5 * full))
        begins = next(at for at in part.cues if little[at] <= max(least, 0.5))
        where = "among words that say little" if least > 0.5 else f"{part.share:.0%} of the words"
        evidence.append(passage.evidence(begins, note=f"{part.name}, {where}"))
    score *= min(1.0, passage.telling(little) / norm.numbers["telling"])
    here = ", ".join(f"{part.name} {part.share:.0%}" if part.cues else f"{part.name} none" for part in found.parts)
    band = f"{len(found.parts)} of {len(found.parts)}: {', '.join(part.name for part in found.parts)}"
    value = float(sum(bool(part.cues) for part in found.parts))
    return norm.dimension(score, value, here, tuple(evidence), band)


def is_past(norm: str) -> bool:
    """A verb in the past tense, by its ending or a list."""
    regular = norm.endswith("ed") and len(norm) > 3 and norm not in WORDS["not_past"]
    return regular or norm in WORDS["irregular_past"] or norm in WORDS["states"]


def _deeds(passage: Passage) -> tuple[list[int], list[int]]:
    """Where "I" or "we" did something: a verb in the past tense, with at most two adverbs before it, and the verbs that go
    on with "and" or "then"."""
    own: list[int] = []
    joint: list[int] = []
    last: tuple[int, list[int]] = (-GOES_ON, own)
    for at, norm in enumerate(passage.norms):
        if at in passage.idle:
            continue
        who = own if norm in WORDS["first_person"] else joint if norm in WORDS["first_plural"] else None
        if who is not None:
            if _does(passage.norms[at + 1 : at + 4]):
                who.append(at)
                last = at, who
        elif norm in WORDS["goes_on"] and at - last[0] < GOES_ON and _does(passage.norms[at + 1 : at + 2]):
            last[1].append(at)
            last = at, last[1]
    return own, joint


def _done(passage: Passage, deeds: Sequence[int], little: Sequence[float]) -> float:
    """How many different things were done, each as far as it does not stand among words that say little."""
    done: dict[str, float] = {}
    for at in deeds:
        verb = next(verb for verb in passage.norms[at + 1 : at + 4] if is_past(verb))
        done[verb] = max(done.get(verb, 0.0), 1 - little[at])
    return sum(done.values())


def _does(following: Sequence[str]) -> bool:
    """Whether the words after a subject go on to a deed in the past."""
    for verb in following:
        if is_past(verb):
            return verb not in WORDS["states"]
        if not (verb.endswith("ly") or verb in WORDS["before_verbs"]):
            return False
    return False


def _happened(passage: Passage, after: int) -> list[int]:
    """Where something came about after a position that the speaker did not do: verbs in the past tense without an "I" or "we"
    just before them, and without a vague word around them."""
    return [
        at
        for at in range(max(after, len(passage) // 2), len(passage))
        if at not in passage.idle
        and is_past(passage.norms[at])
        and passage.norms[at] not in WORDS["states"]
        and not any(
            word in WORDS["first_person"] | WORDS["first_plural"] for word in passage.norms[max(0, at - 3) : at]
        )
        and not any(word in WORDS["vague"] for word in passage.norms[max(0, at - 3) : at + 4])
    ]


def _story(passage: Passage, own: Sequence[int], joint: Sequence[int], measured: Collection[int]) -> tuple[Part, ...]:
    """Each word belongs to the part that was announced last; an aside ends it, and belongs to none. What is told in the
    past before the first action is the situation, announced or not. It is over at the first action, and a result holds for
    a while, so that "in the end I rang him" is a result. What happened after the last action is a result too."""
    deeds = sorted([*own, *joint])
    cues: dict[int, tuple[int, str]] = {start: (1, ASIDE) for start, _ in passage.find(PHRASES["asides"])}
    cues.update(dict.fromkeys(deeds, (1, "action")))
    for name in STORY:
        for start, end in passage.find(PHRASES[name]):
            if start not in cues or end - start > cues[start][0] or name != "action" or cues[start][1] == ASIDE:
                cues[start] = (end - start, name)
    cues.update(dict.fromkeys(measured, (1, "result")))
    if len(deeds) > 1:
        cues.update(dict.fromkeys(_happened(passage, deeds[-1] + 2), (1, "result")))
    before = range(min(deeds, default=0))
    if len(before) >= SCENE and any(is_past(passage.norms[at]) for at in before):
        cues.setdefault(0, (1, "situation"))
    starts: dict[str, list[int]] = {name: [] for name in STORY}
    length = dict.fromkeys((*STORY, ASIDE), 0)
    current, last_result = ASIDE, -RESULT_HOLDS
    for at in range(len(passage)):
        name = cues.get(at, (0, ""))[1]
        holds = at - last_result < RESULT_HOLDS and not passage.sentence_break(last_result, at)
        if name == "situation" and starts["action"]:
            name = ""
        if name and not (name != "result" and holds):
            current = name
            if name != ASIDE:
                starts[name].append(at)
            last_result = at if name == "result" else last_result
        length[current] += 1
    total = max(1, len(passage))
    return tuple(Part(name, tuple(starts[name]), length[name] / total if starts[name] else 0.0) for name in STORY)


def _argument(passage: Passage, form: Form, own: Sequence[int]) -> tuple[Part, ...]:
    """The answer in the first words (in a plan: what one would do), then reason and example, each to the next cue."""
    said = range(len(passage) if form == "plan" else min(len(passage), OPENING_WORDS))
    done = set(own)
    answer = [at for at in said if _answers(passage, at) and not (form == "plan" and at in done)]
    reason = [start for start, _ in passage.find(PHRASES["reason"])]
    example = sorted({start for start, _ in passage.find(PHRASES["example"])} | done)
    starts = {"answer": answer if form == "plan" else answer[:1], "reason": reason, "example": example}
    length = dict.fromkeys(starts, 0)
    current = ""
    for at in range(len(passage)):
        current = next((name for name in ("example", "reason", "answer") if at in starts[name]), current)
        if current:
            length[current] += 1
    total = max(1, len(passage))
    return tuple(Part(name, tuple(cues), length[name] / total) for name, cues in starts.items())


def _answers(passage: Passage, at: int) -> bool:
    return at not in passage.idle and (passage.norms[at] in WORDS["first_person"] or passage.norms[at] == "my")


def _asked(passage: Passage) -> tuple[Part, ...]:
    """The candidate's questions to the interviewer: by their question marks, or where there are none by their words."""
    marked = [at + 1 for at, number in enumerate(passage.at) if "?" in passage.tokens[number].text]
    if marked:
        ends = [0, *(at + 1 for at, stop in enumerate(passage.stops) if stop == SENTENCE_STOP)]
        begins = [max(end for end in ends if end < mark) for mark in marked]
    else:
        begins = [start for start, _ in passage.find(PHRASES["asking"])]
    found: list[int] = []
    for at in begins:
        if at not in passage.idle and (not found or at - found[-1] >= BETWEEN_QUESTIONS):
            found.append(at)
    named = zip_longest(("question 1", "question 2", "question 3"), found[:3])
    return tuple(Part(name, () if at is None else (at,), 0.0 if at is None else 1 / 3) for name, at in named)
