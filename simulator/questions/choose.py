"""Choosing the questions of one interview. Pure: the same banks, wishes and seed give the same plan."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

from msgspec.structs import replace

from simulator.errors import BankError
from simulator.questions.model import QUESTIONS_TO_ASK, Bank, Plan, Planned, Question, Reason

DEFAULT = "general"
"""The bank for a person who has chosen none, and the first to stand in where a chosen one lacks something."""

STORIES = "behavioural"
"""Another bank with questions for anyone: half an hour for each of two is more than one bank holds."""

MOST = 30
"""Questions of a plan at most."""

WORDS_PER_SECOND = 2.75
"""Of the voice that asks, at its usual speed of 165 words a minute."""

LOOK_SECONDS = 15.0
"""For what is shown after an answer."""


def choose_plan(
    banks: Mapping[str, Bank],
    *,
    count: int,
    seed: int,
    minutes: float | None = None,
    bank_ids: Sequence[str] = (),
    reason: Reason | None = None,
    competencies: Collection[str] = (),
    liking: Mapping[str, float] | None = None,
    recent: Collection[str] = (),
    without: Collection[str] = (),
    difficulty: int | None = None,
) -> Plan:
    """A plan of `count` questions, or fewer where the banks hold no more that fit; with `minutes` as many as fit into them,
    at least one.

    One question: from the body, though without a reason rather an opening that is not recent. Two: an opening and
    a body. Three: also `yours`, the candidate's own questions. Four or more: also a close, and the rest is body.

    No `bank_ids`: the bank "general", or all banks if there is none. With a `reason`, the body rehearses that
    reason, from other banks too if the chosen ones have too few, gentle questions first. `recent` holds refs
    (`bank/id`) that come up again only where nothing else is left; those in `without` do not come up at all, in whatever bank their words
    stand. `competencies` are those that body questions are
    taken from first, whatever their case. `liking` says by ref how much a question is wanted (any scale; 0 where it is missing), because
    it fits a job or a weak spot: among questions that are equally good otherwise the likelier comes first. `difficulty`: body questions of that difficulty
    come first, then the nearest. Banks in another language than the chosen ones never stand in for them.

    Raises BankError for a bank id that does not exist, ValueError for a count below 1.
    """
    if count < 1:
        raise ValueError(f"a plan of {count} questions")
    chosen = _chosen(banks, bank_ids)
    wanted = frozenset(each.casefold() for each in competencies)

    def plan(count: int) -> Plan:
        left = _without(_shuffled(banks, chosen, seed), frozenset(without))
        chooser = _Chooser(left, chosen, reason, wanted, liking or {}, frozenset(recent), difficulty)
        return Plan(items=tuple(chooser.items(count)), seed=seed, reason=reason, banks=tuple(sorted(chosen)))

    if minutes is None:
        return plan(count)
    plans = (plan(each) for each in range(MOST, 0, -1))
    return next((each for each in plans if seconds(each) <= minutes * 60), plan(1))


def for_two(banks: Mapping[str, Bank], bank_ids: Sequence[str]) -> tuple[str, ...]:
    """The chosen banks, and the one with stories if it is in their language."""
    chosen = _chosen(banks, bank_ids)
    fits = STORIES in banks and _language(banks[STORIES]) in {_language(banks[bank_id]) for bank_id in chosen}
    return tuple(sorted(chosen | {STORIES} if fits else chosen))


def seconds(plan: Plan) -> float:
    """How long a plan takes."""
    return sum(question_seconds(item.question) for item in plan.items)


def question_seconds(question: Question) -> float:
    """Said aloud, thought about and answered in full, with a look at what came of it."""
    said = len(question.text.split()) / WORDS_PER_SECOND
    return said + question.think_seconds + question.answer_seconds + LOOK_SECONDS


def _chosen(banks: Mapping[str, Bank], bank_ids: Sequence[str]) -> frozenset[str]:
    for bank_id in bank_ids:
        if bank_id not in banks:
            known = f"There are: {', '.join(sorted(banks))}." if banks else "There are no banks at all."
            raise BankError(f'There is no bank called "{bank_id}".', known)
    return frozenset(bank_ids or ([DEFAULT] if DEFAULT in banks else banks))


def _shuffled(banks: Mapping[str, Bank], chosen: Collection[str], seed: int) -> list[Question]:
    """All questions in the languages of the chosen banks, in an order that only the seed and the banks decide."""
    languages = {_language(banks[bank_id]) for bank_id in chosen}
    speaking = [banks[bank_id] for bank_id in sorted(banks) if _language(banks[bank_id]) in languages]
    questions = [question for bank in speaking for question in bank.questions]
    return random.Random(seed).sample(questions, len(questions))


def _without(questions: Sequence[Question], refs: Collection[str]) -> list[Question]:
    words = {question.text.casefold() for question in questions if question.ref in refs}
    return [question for question in questions if question.text.casefold() not in words]


def _language(bank: Bank) -> str:
    return bank.language.partition("-")[0]


def _is_body(question: Question) -> bool:
    return question.kind not in ("opening", "closing")


def _is_opening(question: Question) -> bool:
    return question.kind == "opening"


def _is_yours(question: Question) -> bool:
    return question.kind == "closing" and question.competency == QUESTIONS_TO_ASK


def _is_close(question: Question) -> bool:
    return question.kind == "closing" and question.competency != QUESTIONS_TO_ASK


class _Chooser:
    """Takes questions out of `left`, which is shuffled: among equally good ones the first is taken."""

    def __init__(
        self,
        left: list[Question],
        chosen: Collection[str],
        reason: Reason | None,
        competencies: Collection[str],
        liking: Mapping[str, float],
        recent: Collection[str],
        difficulty: int | None,
    ) -> None:
        self.left = left
        self.chosen = chosen
        self.reason = reason
        self.competencies = competencies
        self.liking = liking
        self.recent = recent
        self.difficulty = difficulty
        self.stock = next((each.replies for each in left if each.replies and each.bank == DEFAULT), ())

    def items(self, count: int) -> list[Planned]:
        if count == 1:
            return [Planned(part="body", question=question) for question in self.only()]
        opening = self.frame(_is_opening)
        yours = self.frame(_is_yours) if count >= 3 else []
        close = self.frame(_is_close) if count >= 4 else []
        body = self.body(count - len(opening + yours + close))
        return [
            *(Planned(part="opening", question=question) for question in opening),
            *(Planned(part="body", question=question) for question in body),
            *(Planned(part="yours", question=self.with_replies(question)) for question in yours),
            *(Planned(part="close", question=question) for question in close),
        ]

    def only(self) -> list[Question]:
        """The one question of the shortest plan."""

        def fits(question: Question) -> bool:
            return _is_opening(question) and question.bank in self.chosen and question.ref not in self.recent

        return (self.frame(fits) if self.reason is None else []) or self.body(1)

    def frame(self, fits: Callable[[Question], bool]) -> list[Question]:
        """One question from the chosen banks, else from the default bank, else from any; or none at all."""

        def rank(question: Question) -> tuple[bool, bool, bool, int, int, float]:
            outside = question.bank not in self.chosen
            foreign = outside and question.bank != DEFAULT
            recent = question.ref in self.recent
            return outside, foreign, recent, self.off(question), self.hardness(question), -self.liked(question)

        fitting = [question for question in self.left if fits(question)]
        return [self.take(min(fitting, key=rank))] if fitting else []

    def with_replies(self, question: Question) -> Question:
        """What a bank's interviewer cannot reply themselves, the default bank's can."""
        return question if question.replies else replace(question, replies=self.stock)

    def body(self, count: int) -> list[Question]:
        """Up to `count` questions, each of a competency that was used least; openings only if the others run out."""
        used: Counter[str] = Counter()
        taken: list[Question] = []

        def rank(question: Question) -> tuple[bool, bool, bool, int, int, int, float]:
            recent = question.ref in self.recent
            outside = question.bank not in self.chosen
            unwanted = bool(self.competencies) and question.competency.casefold() not in self.competencies
            times, hardness = used[question.competency], self.hardness(question)
            return unwanted, recent, outside, self.off(question), times, hardness, -self.liked(question)

        for is_kind in (_is_body, _is_opening):
            while len(taken) < count and (
                fitting := [question for question in self.left if is_kind(question) and self.in_reach(question)]
            ):
                taken.append(self.take(min(fitting, key=rank)))
                used[taken[-1].competency] += 1
        return sorted(taken, key=self.hardness)

    def in_reach(self, question: Question) -> bool:
        return question.bank in self.chosen if self.reason is None else question.rehearses == self.reason

    def liked(self, question: Question) -> float:
        return self.liking.get(question.ref, 0.0)

    def off(self, question: Question) -> int:
        """Steps from the difficulty that was asked for."""
        return 0 if self.difficulty is None else abs(question.difficulty - self.difficulty)

    def hardness(self, question: Question) -> int:
        """Counts only where a reason is rehearsed, which begins gently."""
        return 0 if self.reason is None else question.difficulty

    def take(self, question: Question) -> Question:
        """Out of `left`, together with what another bank asks in the same words."""
        self.left = [other for other in self.left if other.text.casefold() != question.text.casefold()]
        return question
