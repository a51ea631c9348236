"""Which facts, stories and selling points of one's own prep sheet belong to a question, and which of them were used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from simulator.preparation.model import Sheet, Story
from simulator.questions.model import QUESTIONS_TO_ASK, Question
from simulator.scoring.card import Dimension, Evidence
from simulator.scoring.lexicon import WORDS
from simulator.scoring.meanings import Meanings
from simulator.scoring.norms import NORMS
from simulator.scoring.passage import Passage
from simulator.scoring.words import stem, tokens_of_text

_SILENT = frozenset(stem(word) for word in WORDS["function_words"] | WORDS["question_words"])


STORY = "story"


class Fact(msgspec.Struct, frozen=True):
    """Something of the sheet: `kind` as a person would call it, and its text."""

    kind: str
    text: str


class Used(msgspec.Struct, frozen=True):
    """A fact, and where it was used (positions of the passage); None where it was not."""

    fact: Fact
    at: tuple[int, int] | None


def belonging(sheet: Sheet, question: Question) -> list[Fact]:
    """What of the sheet an answer to this question could use: the facts and stories that its kind and its reason call for, or
    all where the sheet has none of them."""
    kinds = _KINDS[question.kind]
    if question.kind == "closing" and question.competency == QUESTIONS_TO_ASK:
        kinds = ("question", "company fact")
    elif question.rehearses == "leaving":
        kinds = ("reason for leaving", "reason for the role")
    elif question.rehearses == "research":
        kinds = ("company fact", "task")
    facts = list(_facts(sheet))
    found = [fact for fact in facts if fact.kind in kinds]
    if question.kind in ("behavioural", "situational", "strength", "technical"):
        found += _stories(sheet, question)
    return found or facts or _stories(sheet, question)


_KINDS: Mapping[str, tuple[str, ...]] = {
    "opening": ("selling point", "strength", "reason for the role", "transfer"),
    "motivation": ("reason for the role", "company fact", "task", "selling point", "answer to a concern", "transfer"),
    "behavioural": (),
    "situational": ("task", "company fact"),
    "strength": ("selling point", "strength", "weakness", "answer to a concern", "transfer"),
    "technical": ("selling point", "strength"),
    "closing": ("reason for the role", "company fact"),
}


def _facts(sheet: Sheet) -> Iterator[Fact]:
    lists = {
        "company fact": sheet.company,
        "task": sheet.tasks,
        "strength": sheet.strengths,
        "weakness": sheet.weaknesses,
        "selling point": sheet.selling_points,
        "reason for the role": (sheet.why_role,),
        "reason for leaving": (sheet.why_leaving,),
        "answer to a concern": [concern.answer for concern in sheet.concerns],
        "transfer": [transfer.experience for transfer in sheet.transfers],
        "question": sheet.questions,
    }
    for kind, texts in lists.items():
        yield from (Fact(kind, text) for text in texts if text)


def _stories(sheet: Sheet, question: Question) -> list[Fact]:
    """Those that are mapped to the competency, by any word of it; all where none is."""
    wanted = set(_stems(question.competency))
    fitting = [story for story in sheet.stories if wanted & {each for of in story.competencies for each in _stems(of)}]
    return [Fact(STORY, _told(story)) for story in fitting or sheet.stories if _told(story)]


def _told(story: Story) -> str:
    return " ".join(filter(None, (story.situation, story.task, story.action, story.result, *story.points)))


def find(passage: Passage, facts: Sequence[Fact], meanings: Meanings | None) -> tuple[Used, ...]:
    """A fact was used where the weight of its words turns up close together, or fewer of them in a stretch that means
    about the same."""
    return tuple(Used(fact, _where(passage, fact, meanings)) for fact in facts)


def _where(passage: Passage, fact: Fact, meanings: Meanings | None) -> tuple[int, int] | None:
    numbers = NORMS.preparedness["homework"].numbers
    wanted = set(_stems(fact.text))
    stretches = passage.stretches
    if not wanted or not stretches:
        return None
    texts = [(passage.stretch(*each),) for each in stretches]
    alike = meanings.alike((fact.text,), texts) if meanings else [0.0] * len(texts)
    best, place = numbers["words"], None
    for (start, end), likeness in zip(stretches, alike, strict=True):
        at_words = [at for at in passage.answering[start:end] if at not in passage.idle and passage.stems[at] in wanted]
        found = {passage.stems[at] for at in at_words}
        share = len(found) / min(len(wanted), numbers["most_words"]) + max(0.0, likeness - numbers["alike"])
        if len(found) >= min(2, len(wanted)) and share > best:
            best, place = share, (at_words[0], at_words[-1] + 1)
    return place


def dimension(used: Sequence[Used], passage: Passage) -> Dimension:
    """One story is enough, of facts two. Not scored where the sheet is empty."""
    norm = NORMS.preparedness["homework"]
    if not used or not len(passage):
        return norm.dimension(None, None)
    found = [each for each in used if each.at is not None]
    stories = all(each.fact.kind == STORY for each in found or used)
    enough = 1 if stories else min(len(used), int(norm.numbers["enough"]))
    here = f"{len(found)} of {len(used)} that {'belongs' if len(used) == 1 else 'belong'} here"
    evidence = [passage.evidence(*each.at, note=f"{each.fact.kind} used: {each.fact.text}") for each in used if each.at]
    evidence += [Evidence(text="", note=f"{each.fact.kind} not used: {each.fact.text}") for each in used if not each.at]
    return norm.dimension(norm.score("share", len(found) / enough), len(found), here, tuple(evidence))


def _stems(text: str) -> list[str]:
    return [each for token in tokens_of_text(text) if (each := stem(token.norm)) and each not in _SILENT]
