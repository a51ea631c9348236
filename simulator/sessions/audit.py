"""The seven parts of the audit that people use after real interviews, answered for a rehearsal: each names what was observed,
or says that it was not. Nothing is invented to fill a part."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from statistics import fmean

import msgspec

from simulator.interview.state import State, Take
from simulator.questions.model import Part
from simulator.scoring.card import Dimension, Scorecard, measured_text
from simulator.scoring.lexicon import PHRASES
from simulator.scoring.words import quote, tokens_of_text
from simulator.sessions.scores import counting_takes
from simulator.text import counted

NOT_OBSERVED = "Not observed: ask yourself or a friend."

PARTS = (
    "homework",
    "first impression",
    "listening and answering",
    "enthusiasm",
    "your questions",
    "documents",
    "close and follow-up",
)

FITS, OFF = 45, 25
"""`on_the_question` from which an answer counts as answering what was asked, and below which as telling of something else; between
them it cannot be told. Of 259 fine answers to other questions 3 % came above the upper one, of 88 to the question 1 % below the lower one."""

ROUND = 5
"""Words shown before and after a phrase that was found."""


class Observed(msgspec.Struct, frozen=True, kw_only=True):
    """One part: what was observed in a sentence or two, each with its reason; `missing` is what was not there."""

    part: str
    seen: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return " ".join((*self.seen, *self.missing)) or NOT_OBSERVED


def audit(state: State, cards: Mapping[str, Scorecard]) -> tuple[Observed, ...]:
    """`cards` by the names of their takes. The parts in the order of `PARTS`."""
    takes = counting_takes(state, cards)
    answers = [(take, cards[take.name]) for take in takes if take.name in cards]
    by_part: dict[Part, list[tuple[Take, Scorecard]]] = {}
    for take, card in answers:
        by_part.setdefault(state.plan[take.question].part, []).append((take, card))
    return (
        _homework([card for _, card in answers]),
        _first_impression([card for _, card in by_part.get("opening", [])]),
        _listening(state, answers),
        _enthusiasm(takes, [card for _, card in answers]),
        _questions([card for _, card in by_part.get("yours", [])]),
        _documents(state),
        _close([card for _, card in by_part.get("close", [])]),
    )


def _dimension(card: Scorecard, name: str) -> Dimension:
    return card.preparedness.dimensions[name]


def _homework(cards: Collection[Scorecard]) -> Observed:
    evidence = [each for card in cards for each in _dimension(card, "homework").evidence]
    used = dict.fromkeys(each.note.partition(" used: ")[2] for each in evidence if each.text)
    unused = dict.fromkeys(
        each.note.partition(" not used: ")[2] for each in evidence if not each.text and " not used: " in each.note
    )
    never = [fact for fact in unused if fact not in used]
    if not used and not never:
        return Observed(part=PARTS[0])
    belonging = len(used) + len(never)
    what = "fact or story" if belonging == 1 else "facts and stories"
    return Observed(
        part=PARTS[0],
        seen=(f"You used {len(used)} of {belonging} {what} of your prep sheet that belonged here.",),
        missing=(f"Not used, for instance: {_short(never[0])}.",) if never else (),
    )


def _first_impression(cards: Collection[Scorecard]) -> Observed:
    seen = []
    for card in cards:
        start, length = card.fluency.dimensions["start"], _dimension(card, "length")
        if start.value is not None and start.score is not None:
            seen.append(f"You began after {start.value:.1f} s.")
        if length.value is not None:
            seen.append(f"Your opening lasted {measured_text(length, digits=0)}, where {length.band} are usual.")
        if (fit := _dimension(card, "on_the_question").score) is not None:
            seen.append(
                "It answered what was asked."
                if fit >= FITS
                else "It told little of what was asked."
                if fit < OFF
                else "Whether it answered what was asked could not be told: ask yourself or a friend."
            )
    return Observed(part=PARTS[1], seen=tuple(seen))


def _listening(state: State, answers: Collection[tuple[Take, Scorecard]]) -> Observed:
    fits = [fit for _, card in answers if (fit := _dimension(card, "on_the_question").score) is not None]
    if not answers:
        return Observed(part=PARTS[2])
    seen = []
    if fits:
        seen.append(f"{sum(fit >= FITS for fit in fits)} of {counted(len(fits), 'answer')} fitted what was asked.")
        if doubtful := sum(OFF <= fit < FITS for fit in fits):
            seen.append(f"Of {doubtful} it could not be told: ask yourself or a friend.")
    repeats = sum(take.ended == "asked again" for take in state.takes)
    seen.append(f"You asked for {counted(repeats, 'repeat')}." if repeats else "You asked for no repeat.")
    over = 0.0
    for take, card in answers:
        window = state.plan[take.question].question.answer_seconds
        if not card.typed and card.follow_ups == 0 and card.seconds is not None:
            over += max(0.0, card.seconds - window)
    if state.options.untimed:
        return Observed(part=PARTS[2], seen=tuple(seen))
    seen.append(f"You spoke {over:.0f} s longer than recommended in all." if over >= 1 else "You kept to the time.")
    return Observed(part=PARTS[2], seen=tuple(seen))


def _enthusiasm(takes: Collection[Take], cards: Collection[Scorecard]) -> Observed:
    stated = next((found for card in cards if (found := _said(card, "interest"))), "")
    seen = [f"You said it: “{stated}”."] if stated else []
    reason = next(
        (
            each.text
            for card in cards
            for each in _dimension(card, "homework").evidence
            if each.text and each.note.startswith("reason for the role used")
        ),
        "",
    )
    if reason:
        seen.append(f"You gave your own reason: “{reason}”.")
    for by, who in (("candidate", "You"), ("friend", "Your friend")):
        ratings = [take.ratings[by] for take in takes if by in take.ratings]
        if ratings:
            seen.append(f"{who} gave the answers {fmean(ratings):.1f} of 5.")
    missing = () if stated or reason or not cards else ("No sentence says that you want this job.",)
    return Observed(part=PARTS[3], seen=tuple(seen), missing=missing)


def _questions(cards: Collection[Scorecard]) -> Observed:
    if not cards:
        return Observed(part=PARTS[4])
    asked = sum(int(_dimension(card, "structure").value or 0) for card in cards)
    used = [each for card in cards for each in _dimension(card, "homework").evidence if each.text]
    seen = [
        f"You asked {asked if asked < 3 else 'three or more'} {'question' if asked == 1 else 'questions'}."
        if asked
        else "You asked nothing."
    ]
    if used:
        seen.append(f"Informed by your prep sheet: “{used[0].text}”.")
    front = next((found for card in cards if (found := _said(card, "front_page"))), "")
    missing = (f"Their front page would have told: “{front}”.",) if front else ()
    return Observed(part=PARTS[4], seen=tuple(seen), missing=missing)


def _documents(state: State) -> Observed:
    papers = state.session.sheet.documents if state.session and state.session.sheet else ()
    if not papers:
        return Observed(part=PARTS[5])
    ready = [paper for paper in papers if paper.ready]
    still = [paper.name for paper in papers if not paper.ready]
    of_all, are = counted(len(papers), "document"), "is" if len(papers) == 1 else "are"
    return Observed(
        part=PARTS[5],
        seen=(f"{len(ready)} of {of_all} on your prep sheet {are} ready.",),
        missing=(f"Still to do: {', '.join(still)}.",) if still else (),
    )


def _close(cards: Collection[Scorecard]) -> Observed:
    due = "After the real one a thank-you note is due within 24 hours."
    if not cards:
        return Observed(
            part=PARTS[6], seen=(f"The close was {NOT_OBSERVED[0].lower()}{NOT_OBSERVED[1:]}",), missing=(due,)
        )
    seen: list[str] = []
    missing: list[str] = []
    for name, done in (
        ("concern_left", "asked whether a concern is left"),
        ("interest", "said again that you want the job"),
        ("thanks", "thanked them"),
        ("next_step", "asked for the next step"),
    ):
        found = next((text for card in cards if (text := _said(card, name))), "")
        (seen if found else missing).append(f"{done} (“{found}”)" if found else done)
    told = [f"You {', '.join(seen)}."] if seen else []
    lacking = [f"Not heard: that you {', '.join(missing)}."] if missing else []
    return Observed(part=PARTS[6], seen=tuple(told), missing=(*lacking, due))


def _said(card: Scorecard, phrases: str) -> str:
    """The words around the first such phrase; empty where there is none."""
    tokens = tokens_of_text(card.transcript.text)
    found = PHRASES[phrases].find([token.norm for token in tokens])
    if not found:
        return ""
    start, end = found[0]
    return quote(tokens, max(0, start - 1), min(len(tokens), end + ROUND))


def _short(text: str) -> str:
    return text.rstrip(".") if len(text) <= 60 else f"{text[:57].rstrip()} …"
