"""What practice shows beside a real interview: the seven parts in recent sessions, answers as a plan counts them, and which
of the questions that were really asked had been rehearsed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from statistics import fmean

import msgspec

from simulator.comeback.audit import Standing
from simulator.comeback.model import PARTS, Part
from simulator.comeback.plan import CLOSE, LISTENING, OPENING, YOURS, Practised
from simulator.errors import SessionError
from simulator.interview.state import State
from simulator.meaning.mind import meanings
from simulator.progress.drills import GOOD, Answered, merit
from simulator.questions import model as questions_model
from simulator.questions.model import QUESTIONS_TO_ASK, Question
from simulator.scoring.card import Scorecard
from simulator.scoring.meanings import Meanings, Wanted
from simulator.scoring.words import tokens_of_text
from simulator.sessions import library
from simulator.sessions.audit import FITS, NOT_OBSERVED, audit
from simulator.sessions.index import Index
from simulator.sessions.people import Whose, candidate, folded
from simulator.sessions.scores import counting_takes
from simulator.sessions.store import open_session

SESSIONS = 5
"""So many of the newest sessions are recent practice."""

LOOKED_AT = 30

MOST_FIT = 0.75
"""The share of answers that fit what was asked from which listening is fine."""

ANSWERS = 2_000
"""So many of the newest answers may have rehearsed a question, or close an item of a plan."""

ALIKE, LIKELY = 0.68, 0.4
"""The cosine of two questions' meanings from which one rehearses the other, and from which its competency is worth proposing. Of 302 shipped questions the
nearest other one is as near as 0.55 for half, so that less would claim what is not so; paraphrases of short questions lie at 0.7 to 0.9."""

SHARED = 0.6
"""The share of their words, where there is no model of meaning."""


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """One of the seven parts in recent practice, and what was observed of it in the newest session that shows it."""

    standing: Standing = "unknown"
    seen: str = ""


def parts(whose: Whose) -> dict[Part, Shown]:
    """Each part by the newest sessions of this person; a session that cannot be opened is passed over."""
    standings: dict[Part, list[Standing]] = {part: [] for part in PARTS}
    seen: dict[Part, str] = {}
    found = 0
    for folder, _ in zip(library.folders(), range(LOOKED_AT), strict=False):
        with suppress(SessionError):
            saved = open_session(folder)
            if folded(candidate(saved.state)) not in whose:
                continue
            cards = {take.name: card for take in saved.state.takes if (card := saved.card(take)) is not None}
            for part, shown in of_session(saved.state, cards).items():
                if shown.standing != "unknown":
                    standings[part].append(shown.standing)
                    seen.setdefault(part, shown.seen)
            found += 1
        if found == SESSIONS:
            break
    return {part: Shown(standing=_most(standings[part]), seen=seen.get(part, "")) for part in PARTS}


def of_session(state: State, cards: Mapping[str, Scorecard]) -> dict[Part, Shown]:
    """The seven parts of one session; `cards` by the names of their takes."""
    by_part: dict[questions_model.Part, list[Scorecard]] = {}
    answers = [(take, cards[take.name]) for take in counting_takes(state, cards) if take.name in cards]
    for take, card in answers:
        by_part.setdefault(state.plan[take.question].part, []).append(card)
    all_cards = [card for _, card in answers]
    fits = [fit for card in all_cards if (fit := card.preparedness.dimensions["on_the_question"].score) is not None]
    homework = [score for card in all_cards if (score := card.preparedness.dimensions["homework"].score) is not None]
    measured: dict[Part, Standing] = {
        "homework": _level(homework),
        "first impression": _level(_merits(by_part.get("opening", ()))),
        "listening and answering": _level([100 * fmean(fit >= FITS for fit in fits)], 100 * MOST_FIT)
        if fits
        else "unknown",
        "your questions": _level(_merits(by_part.get("yours", ()))),
        "close and follow-up": _level(_merits(by_part.get("close", ()))),
    }
    shown: dict[Part, Shown] = {}
    for part, observed in zip(PARTS, audit(state, cards), strict=True):
        standing: Standing = measured.get(part) or (
            "weak" if observed.missing else "fine" if observed.seen else "unknown"
        )
        shown[part] = Shown(standing=standing, seen="" if observed.text == NOT_OBSERVED else observed.text)
    return shown


def _merits(cards: Iterable[Scorecard]) -> list[float]:
    scores = ((card.fluency.score, card.preparedness.score) for card in cards)
    return [fmean(known) for both in scores if (known := [score for score in both if score is not None])]


def _level(scores: Sequence[float], fine: float = GOOD) -> Standing:
    if not scores:
        return "unknown"
    return "fine" if fmean(scores) >= fine else "weak"


def _most(standings: Sequence[Standing]) -> Standing:
    """What most sessions show; as often fine as weak is weak."""
    if not standings:
        return "unknown"
    return "fine" if 2 * standings.count("fine") > len(standings) else "weak"


# Answers


def answers(index: Index, questions: Sequence[Question]) -> list[Practised]:
    """The newest scored answers of the person, with the themes that they rehearse."""
    by_ref = {each.ref: each for each in questions}
    found = []
    for take in index.takes(newest=ANSWERS):
        value = merit(
            Answered(
                ref=take.ref,
                at=datetime.fromisoformat(take.at),
                fluency=take.fluency,
                preparedness=take.preparedness,
                rating=take.rating,
            )
        )
        if take.own and not take.follow_up and value is not None:
            themes = _themes(by_ref.get(take.ref))
            found.append(Practised(ref=take.ref, themes=themes, day=take.at[:10], merit=value))
    return found


def _themes(question: Question | None) -> frozenset[str]:
    """An answer to whatever question rehearses listening; what the question itself rehearses comes on top."""
    if question is None:
        return frozenset({LISTENING})
    themes = {LISTENING, question.rehearses or LISTENING}
    if question.kind == "opening":
        themes.add(OPENING)
    if question.kind == "closing":
        themes.add(YOURS if question.competency == QUESTIONS_TO_ASK else CLOSE)
    return frozenset(themes)


# Questions that were really asked


class Rehearsed(msgspec.Struct, frozen=True, kw_only=True):
    """A question that was really asked, and the one by which it had been rehearsed; `by` is empty where none was."""

    asked: str
    by: str = ""


def rehearsed(asked: Sequence[str], index: Index, before: str) -> list[Rehearsed]:
    """By which question each had been answered in practice before that day (YYYY-MM-DD), by meaning or by words. Takes a second where the
    model is not loaded yet: call it from a thread."""
    known = list(
        dict.fromkeys(
            take.question
            for take in index.takes(newest=ANSWERS)
            if take.own and not take.follow_up and take.at[:10] <= before
        )
    )
    near = nearest(asked, known)
    return [Rehearsed(asked=text, by=by) for text, by in zip(asked, near, strict=True)]


def competency_of(text: str, questions: Sequence[Question]) -> str:
    """Proposed by the question of the banks that is most like it; empty where none is alike."""
    by_text = {each.text: each.competency for each in questions}
    (near,) = nearest([text], list(by_text), LIKELY)
    return by_text.get(near, "")


def nearest(
    texts: Sequence[str],
    known: Sequence[str],
    enough: float = ALIKE,
    read: Callable[[Wanted], Meanings | None] = meanings,
) -> list[str]:
    """For each text the known one that is most like it; empty where none is alike enough. The same words are always alike. `read` gives the
    meanings of texts, or None where there is no model."""
    if not texts or not known:
        return ["" for _ in texts]
    vectors = read(Wanted(words=(), stretches=(), texts=(*texts, *known)))
    return [_nearest(text, known, enough, vectors) for text in texts]


def _nearest(text: str, known: Sequence[str], enough: float, vectors: Meanings | None) -> str:
    if vectors is None:
        scores, enough = [_shared(text, each) for each in known], SHARED
    else:
        scores = vectors.alike((text,), [(each,) for each in known])
    best = max(range(len(known)), key=lambda place: (_same(text, known[place]), scores[place]))
    return known[best] if scores[best] >= enough or _same(text, known[best]) else ""


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def _shared(one: str, other: str) -> float:
    """How many of the words of both stand in each (0 to 1)."""
    first, second = ({token.norm for token in tokens_of_text(text)} for text in (one, other))
    return len(first & second) / max(len(first | second), 1)
