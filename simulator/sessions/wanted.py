"""Which questions a person would do well to practise: those that fit a job, and those that went least well so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from statistics import fmean

from simulator.errors import SessionError
from simulator.interview.state import State
from simulator.preparation.model import Sheet
from simulator.preparation.schedule import JOB, WHOLE, Theme
from simulator.questions.model import Question
from simulator.scoring.meanings import Wanted
from simulator.sessions import library
from simulator.sessions.index import Index
from simulator.sessions.people import Whose, candidate, folded
from simulator.sessions.store import open_session

RECENT_SESSIONS = 5
"""Questions of so many last sessions are not repeated while there are others."""

LOOKED_AT = 30
"""So many of the newest sessions tell what was rehearsed."""

ANSWERS_LOOKED_AT = 200
"""So many of the newest answers tell what went well."""

WHOLE_QUESTIONS = 8
"""A session of so many questions, without a reason, is a whole interview."""

PART = 80
"""Words of a long text that are read together."""


def job_of(sheet: Sheet) -> str:
    """What a prep sheet says of the job, as one text."""
    return "\n".join(filter(None, (sheet.role, *sheet.tasks, *sheet.skills, sheet.posting)))


def fitting(job: str, questions: Sequence[Question]) -> dict[str, float]:
    """By ref how much a question and its example are like the description of a job (0 to 1, the best part of it counting), by
    meaning; nothing where there is no model."""
    from simulator.meaning.mind import meanings  # with numpy, which home, that asks for weak spots alone, does without

    words = job.split()
    parts = [" ".join(words[at : at + PART]) for at in range(0, len(words), PART)]
    texts = [text for each in questions for text in (each.text, each.example) if text]
    vectors = meanings(Wanted(words=(), stretches=(), texts=(*parts, *texts)))
    if vectors is None or not parts:
        return {}
    likings: dict[str, float] = {}
    for question in questions:
        views = [(text,) for text in (question.text, question.example) if text]
        likings[question.ref] = fmean(max(vectors.alike(view, [(part,) for part in parts])) for view in views)
    return likings


def weak_spots(questions: Sequence[Question], index: Index) -> dict[str, float]:
    """By ref how far the competency of a question is from a full score (0 to 1): the mean of preparedness over the person's last
    answers to questions of that competency. A competency that was not practised yet is not in it. `index` is up to date."""
    scores: dict[str, list[float]] = {}
    for take in index.takes(last=True, newest=ANSWERS_LOOKED_AT):
        if take.own and take.preparedness is not None:
            scores.setdefault(take.competency, []).append(take.preparedness)
    return {each.ref: 1 - fmean(scores[each.competency]) / 100 for each in questions if each.competency in scores}


def recent(whose: Whose) -> frozenset[str]:
    """The refs of the questions in the last sessions of this person."""
    refs: set[str] = set()
    found = 0
    for state in _newest():
        if folded(candidate(state)) in whose:
            refs.update(item.question.ref for item in state.plan)
            found += 1
        if found == RECENT_SESSIONS:
            break
    return frozenset(refs)


def rehearsed(sheet: str, whose: Whose) -> frozenset[Theme]:
    """The themes of the practice plan that this person rehearsed to the end with this prep sheet active."""
    found: set[Theme] = set()
    for state in _newest():
        session = state.session
        if session is None or session.sheet is None or folded(candidate(state)) not in whose:
            continue
        if session.sheet.id == sheet and state.stage == "ended":
            whole = len(state.plan) >= WHOLE_QUESTIONS
            found.add(session.plan.reason or (WHOLE if whole else JOB))
    return frozenset(found)


def _newest() -> Iterator[State]:
    """The newest sessions that can be opened, as they stand."""
    for folder, _ in zip(library.folders(), range(LOOKED_AT), strict=False):
        with suppress(SessionError):
            yield open_session(folder).state
