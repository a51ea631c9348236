"""Whole scorecards of constructed answers, number by number and word by word: `python -m tests.scoring.golden_cards` writes them anew into
`tests/data/scoring-cards.yaml`, whose changes are then read before they are kept. Meaning is judged by words alone: no model is needed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import yaml
from msgspec.structs import replace

from simulator.questions.model import QUESTIONS_TO_ASK
from simulator.scoring import homework, lexicon, session
from simulator.scoring.annotated import tokens
from simulator.scoring.card import Scorecard
from simulator.scoring.scorecard import question_from_text, score_answer, wanted
from simulator.scoring.words import normal, stem, syllables
from simulator.speech.transcript import FillerMark, Span, Typed
from tests.making import question
from tests.scoring.speaking import spoken
from tests.scoring.test_homework import CLINIC

FILE = Path(__file__).parents[1] / "data" / "scoring-cards.yaml"

HALTING = (
    "um so I [1.4] I was working in the the warehouse and uh [2.2] the delivery was late for the third time. So I rang [0.4] I called "
    "the supplier myself um [0.9] and asked them why. You know they had like changed the route [3.1] so we agreed on a later slot. "
    "In the end we had 12 deliveries in a row on time, I guess. [1.2] Nobody waited any more."
)
FLUENT = (
    "Last winter our shop in Leeds lost its manager. [0.6] I was asked to plan the rota for nine people. [0.5] I listed who could open, "
    "talked to each of them, and wrote a plan for six weeks in Excel. [0.7] As a result nobody had to work two late shifts in a row, "
    "[0.4] and sickness fell by a third. [0.6] I would talk to them sooner the next time."
)
STORY = (
    "In March 2024 a colleague at Harbour Foods fell ill and 40 pallets stood in the yard. My task was to get them in before the rain. "
    "I asked two drivers to stay, split the list in three and counted each pallet myself. In the end all 40 were in by six, and the loss was 0 pounds."
)
TALK = (
    "I think I am sort of a team player, and maybe I always give 110 percent. Basically I am passionate about people and things like that. "
    "I would probably say that I work hard, more or less, and stuff."
)
PLAN = "First I would ask the customer what happened, because they want to be heard. Then I would check the till roll, and if it was our fault I would refund it."
SHEETED = (
    "I know that you run four vet clinics in the county, and that a Danish group bought them in spring. I spent five years on the reception of a vet, "
    "and I like calming people down when their animal is ill. When the nurse who kept the register broke her leg I rang her and rebuilt the pages."
)
ASKING = (
    "How do you cover the nights? And what would you want me to have done after six months? Who would I work with most?"
)
KINDS = ("behavioural", "situational", "motivation", "strength", "technical", "closing")


def cards() -> Iterator[tuple[str, Scorecard]]:
    team = question(1, text="Tell me about a time when you helped a team that was behind.")
    others = (
        question(2, text="Why do you want this job?"),
        question(3, text="How do you deal with an angry customer?"),
    )
    halting, fluent = spoken(HALTING), spoken(FLUENT)
    yield "halting", score_answer(halting, question=team, latency=3.2, background=others)
    silent = halting.silences[0]
    hum = Span(start=silent.start + 0.3, end=silent.end - 0.3)
    hummed = replace(halting, hums=(hum,), marks=(FillerMark(at=0.6, filler=False),))
    yield "halting, with a hum and a mark", score_answer(hummed, question=team, background=others)
    without = replace(fluent, words=(), engine="", nuclei=tuple(0.5 + 0.25 * number for number in range(80)))
    yield "without a recogniser", score_answer(without, question=team, latency=1.0)
    yield "fluent", score_answer(fluent, question=team, latency=0.4, background=others, ticked=("result",))
    yield (
        "fluent, with a follow-up",
        score_answer(fluent, question=team, more=(spoken("We counted forty boxes [0.5] and it took two hours."),)),
    )
    yield "fast", score_answer(spoken(FLUENT, syllable=0.1), question=team, window=30.0)
    yield "slow", score_answer(spoken(FLUENT, syllable=0.4), question=None, confirmed=True)
    yield "too short", score_answer(spoken("Yes [1.5] I did."), question=team)
    yield "short and allowed", score_answer(spoken("Yes [1.5] I did that um once."), question=team, allow_short=True)
    yield "nothing", score_answer(spoken(""), question=team)
    noisy = replace(fluent, noise_db=-25.0, speech_db=-20.0, clipped=0.1, others=4.0)
    yield "noisy", score_answer(noisy, question=team, file="memo.flac")
    yield (
        "story",
        score_answer(Typed(text=STORY, seconds=90.0, first_key=4.0, corrections=3), question=team, background=others),
    )
    yield "talk", score_answer(Typed(text=TALK, seconds=40.0), question=team, background=others)
    yield "to another question", score_answer(Typed(text=PLAN, seconds=40.0), question=team, background=others)
    yield (
        "plan",
        score_answer(
            Typed(text=PLAN, seconds=40.0), question="What would you do if a customer complained?", background=others
        ),
    )
    yield (
        "with a sheet",
        score_answer(
            Typed(text=SHEETED, seconds=80.0),
            question=question(4, kind="motivation", competency="learning"),
            sheet=CLINIC,
        ),
    )
    yield (
        "without what is on the sheet",
        score_answer(Typed(text=TALK), question=question(4, kind="motivation"), sheet=CLINIC),
    )
    yield (
        "asking",
        score_answer(
            Typed(text=ASKING, seconds=30.0), question=question(5, kind="closing", competency="questions to ask")
        ),
    )


def parts() -> Iterator[tuple[str, object]]:
    """What cards are made of."""
    made = dict(cards())
    for name in ("halting", "fluent", "with a sheet"):
        yield f"card, {name}", made[name]
    for name, card in made.items():
        yield f"in short, {name}", _short(card)
    yield "session", session.session_scores([made["halting"], made["story"], made["too short"]])
    yield "annotated", [(each.text, each.kind) for each in tokens(made["halting"])]
    for text in (
        "Tell me about a time you failed.",
        "What would you do if it rained?",
        "Why us?",
        "What is a join?",
        "Any questions?",
    ):
        yield f"kind of {text}", question_from_text(text).kind
    belongs = [
        homework.belonging(CLINIC, question(kind=kind, competency=about))
        for kind in KINDS
        for about in ("learning", QUESTIONS_TO_ASK)
    ]
    yield "belonging", [[(fact.kind, fact.text) for fact in facts] for facts in belongs]
    words = (
        "deliveries",
        "rang",
        "organisation",
        "queue",
        "Excel",
        "don't",
        "110",
        "résumé",
        "planned",
        "O'Neill's",
        "eighth",
    )
    yield "words", [(each, normal(each), stem(normal(each)), syllables(normal(each))) for each in words]
    looked = wanted(Typed(text=STORY), question=question(1), background=(question(2),), sheet=CLINIC)
    yield "wanted", [looked.words, looked.stretches, looked.texts, looked.close]
    yield "lexicon", sorted(lexicon.PHRASES)


def _short(card: Scorecard) -> dict[str, object]:
    """Every number of a card, every place that it names, and what it says."""
    dimensions = {**card.fluency.dimensions, **card.preparedness.dimensions}
    return {
        "scores": (card.fluency.score, card.preparedness.score),
        "labels": card.labels,
        "lacks": card.lacks,
        "dimensions": {
            name: (
                each.score,
                each.value,
                each.unit,
                each.band,
                each.formula.partition(" Here: ")[2],
                [(one.text, one.note) for one in each.evidence],
            )
            for name, each in dimensions.items()
        },
        "pauses": card.pauses,
        "fillers": card.fillers,
        "moments": [(each.kind, each.points, each.start, each.text) for each in card.moments],
        "said": (card.worked, card.next),
        "typing": card.typing,
    }


def told() -> str:
    plain = {title: _said(msgspec.to_builtins(each, order="sorted")) for title, each in parts()}
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=160, default_flow_style=None)


def _said(value: object) -> object:
    """Numbers to six digits, which every machine reckons alike; without what is empty."""
    if isinstance(value, dict):
        return {key: _said(each) for key, each in value.items() if each not in (None, "", [], {}, False)}
    if isinstance(value, list | tuple):
        return [_said(each) for each in value]
    return round(value, 6) if isinstance(value, float) else value


if __name__ == "__main__":
    FILE.write_text(told(), encoding="utf-8")
