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
OPENING_WORDS = 30
"""An answer that comes first comes within these words (about 12 s)."""

BETWEEN_QUESTIONS = 4
"""Words from the beginning of one question to the next, at least."""

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


def dimension(passage: Passage, found: Shape) -> Dimension:
    """Full points for a part that is there with its share of the words, half where it is only touched on."""
    norm = NORMS.preparedness["structure"]
    if not len(passage):
        return norm.dimension(None, None)
    score = 0.0
    evidence: list[Evidence] = []
    for part in found.parts:
        points, enough = norm.numbers[f"{found.form}_{part.name}"], norm.numbers[f"enough_{part.name}"]
        if part.cues:
            score += points * (0.5 + 0.5 * min(1.0, part.share / enough))
            evidence.append(passage.evidence(part.cues[0], note=f"{part.name}, {part.share:.0%} of the words"))
        else:
            evidence.append(Evidence(text="", note=f"{part.name}: not found"))
    here = ", ".join(f"{part.name} {part.share:.0%}" if part.cues else f"{part.name} none" for part in found.parts)
    band = f"{len(found.parts)} of {len(found.parts)}: {', '.join(part.name for part in found.parts)}"
    value = float(sum(bool(part.cues) for part in found.parts))
    return norm.dimension(score, value, here, tuple(evidence), band)


def is_past(norm: str) -> bool:
    """A verb in the past tense, by its ending or a list."""
    regular = norm.endswith("ed") and len(norm) > 3 and norm not in WORDS["not_past"]
    return regular or norm in WORDS["irregular_past"] or norm in WORDS["states"]


def _deeds(passage: Passage) -> tuple[list[int], list[int]]:
    """Where "I" or "we" did something: a verb in the past tense, with at most two adverbs before it."""
    own: list[int] = []
    joint: list[int] = []
    for at, norm in enumerate(passage.norms):
        who = own if norm in WORDS["first_person"] else joint if norm in WORDS["first_plural"] else None
        if who is None or at in passage.idle:
            continue
        for verb in passage.norms[at + 1 : at + 4]:
            if is_past(verb):
                if verb not in WORDS["states"]:
                    who.append(at)
                break
            if not (
                verb.endswith("ly")
                or verb in ("also", "then", "just", "first", "always", "never", "even", "still", "both")
            ):
                break
    return own, joint


def _story(passage: Passage, own: Sequence[int], joint: Sequence[int], measured: Collection[int]) -> tuple[Part, ...]:
    """Each word belongs to the part that was announced last. The situation is over at the first action, and a
    result holds for a while, so that "in the end I rang him" is a result."""
    cues: dict[int, tuple[int, str]] = dict.fromkeys([*own, *joint], (1, "action"))
    for name in STORY:
        for start, end in passage.find(PHRASES[name]):
            if start not in cues or end - start > cues[start][0] or name != "action":
                cues[start] = (end - start, name)
    cues.update(dict.fromkeys(measured, (1, "result")))
    starts: dict[str, list[int]] = {name: [] for name in STORY}
    length = dict.fromkeys(STORY, 0)
    current, last_result = "situation", -RESULT_HOLDS
    for at in range(len(passage)):
        name = cues.get(at, (0, ""))[1]
        holds = at - last_result < RESULT_HOLDS and not passage.sentence_break(last_result, at)
        if name == "situation" and starts["action"]:
            name = ""
        if name and not (name != "result" and holds):
            current = name
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
