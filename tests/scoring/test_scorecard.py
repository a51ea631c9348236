from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from simulator.meaning.mind import meanings
from simulator.questions.load import load_banks
from simulator.questions.model import ListenFor
from simulator.scoring import disfluency, preparedness, scorecard
from simulator.scoring.card import FLUENCY, PREPAREDNESS, Scorecard
from simulator.scoring.norms import NORMS
from simulator.scoring.passage import Passage
from simulator.scoring.remarks import ADVICE, PRAISE, Seen
from simulator.scoring.scorecard import question_from_text, score_answer, wanted
from simulator.scoring.session import session_scores
from simulator.speech.transcript import Heard, Span, Typed, Word
from tests.scoring.speaking import spoken

LONG = (
    "When I was in my second year at the garden centre, the spring order came a week early. [0.4] I had to find room for "
    "four hundred plants. So I rang the school next door, [0.3] I asked for their yard, and I moved um the tables with "
    "two colleagues. [0.5] In the end we lost nine plants, and the school bought thirty of the rest."
)
ASKED = "Tell me about a time you solved a problem."


def typed(text: str, **times: float) -> Scorecard:
    return score_answer(
        Typed(text=text, seconds=times.get("seconds"), first_key=times.get("first_key")), question=ASKED
    )


def test_a_card_survives_json() -> None:
    card = score_answer(spoken(LONG), question=ASKED, file="a.wav", latency=1.0)
    assert msgspec.json.decode(msgspec.json.encode(card), type=Scorecard) == card
    assert tuple(card.fluency.dimensions) == FLUENCY
    assert tuple(card.preparedness.dimensions) == PREPAREDNESS
    assert card.fluency.score is not None
    assert card.preparedness.score is not None


def test_scores_have_one_decimal() -> None:
    card = score_answer(spoken(LONG), question=ASKED, latency=3.3)
    scores = [each.score for score in (card.fluency, card.preparedness) for each in score.dimensions.values()]
    scores += [card.fluency.score, card.preparedness.score]
    assert all(score is None or score == round(score, 1) for score in scores)


def test_an_answer_under_eight_seconds_or_twenty_words_keeps_its_values_and_has_no_score() -> None:
    quick = spoken("I rang the school and moved the plants, " * 4, syllable=0.1)
    few = spoken("I rang [3.0] the school [3.0] and moved [3.0] the plants")
    for heard in (quick, few):
        card = score_answer(heard, question=ASKED)
        dimensions = [*card.fluency.dimensions.values(), *card.preparedness.dimensions.values()]
        assert "short" in card.labels
        assert (card.fluency.score, card.preparedness.score) == (None, None)
        assert all(each.score is None for each in dimensions)
        assert card.fluency.dimensions["pace"].value is not None
        assert card.preparedness.dimensions["length"].value is not None
        allowed = score_answer(heard, question=ASKED, allow_short=True)
        assert "short" in allowed.labels
        assert allowed.fluency.score is not None
        assert allowed.preparedness.score is not None


def test_twenty_fillers_are_not_twenty_words() -> None:
    assert "short" in score_answer(spoken("um [0.5] " * 40), question=ASKED).labels


def test_a_typed_answer_has_no_fluency_and_shows_how_it_was_typed() -> None:
    words = LONG.replace("[0.4] ", "").replace("[0.3] ", "").replace("[0.5] ", "").replace("um ", "")
    card = typed(words, seconds=120.0, first_key=4.0)
    assert card.typed
    assert "typed" in card.labels
    assert card.fluency.score is None
    assert all(each.score is None for each in card.fluency.dimensions.values())
    assert (card.pauses, card.fillers, card.moments, card.transcript.words) == ((), (), (), ())
    assert card.transcript.confirmed
    assert card.preparedness.score is not None
    assert card.typing is not None
    assert card.typing.first_key == 4.0
    assert card.typing.words_per_minute == pytest.approx(len(words.split()) / 2)
    assert typed(words).typing == msgspec.structs.replace(
        card.typing, seconds=None, first_key=None, words_per_minute=None
    )


def test_labels_of_the_sound() -> None:
    heard = spoken(LONG)
    assert score_answer(heard, question=ASKED).labels == ("no prep sheet", "transcript not confirmed")
    assert score_answer(heard, question=None, confirmed=True).labels == ("no question", "no prep sheet")
    poor = msgspec.structs.replace(heard, noise_db=-30.0, speech_db=-20.0, clipped=0.01)
    assert score_answer(poor, question=ASKED).labels[-2:] == ("noisy recording", "clipped")
    beside = msgspec.structs.replace(heard, others=0.5)
    assert score_answer(beside, question=ASKED).labels[-1] == "another voice"


def test_no_question_leaves_the_fit_and_only_the_fit_unscored() -> None:
    card = score_answer(spoken(LONG), question=None)
    unscored = [name for name, each in card.preparedness.dimensions.items() if each.score is None]
    assert card.question is None
    assert unscored == ["on_the_question", "homework"]


def test_a_question_of_bare_text_is_named_by_its_text() -> None:
    assert typed(LONG).question == ASKED
    assert score_answer(Typed(text=LONG), question="   ").question is None


def test_the_moments_come_by_the_points_lost_or_won() -> None:
    text = LONG.replace("moved um the", "moved uh [1.4] um the").replace("with two", "with with two")
    card = score_answer(spoken(text), question=ASKED, latency=7.0, window=10.0)
    kinds = {moment.kind for moment in card.moments}
    assert kinds == {"slow start", "long pause", "fillers", "repeat", "over time", "best"}
    assert all(0 <= moment.start <= moment.end <= card.seconds for moment in card.moments if card.seconds)
    assert [moment.good for moment in card.moments if moment.kind == "best"] == [True]


def test_formulas_count_one_as_one() -> None:
    formula = score_answer(spoken("Yes. [0.6] No."), question=ASKED, latency=1.0).fluency.dimensions["flow"].formula
    assert "Here: 1 pause, 0 of them" in formula
    assert "1 syllable between pauses" in formula
    assert "Here: 1 word for a window" in typed("Yes.").preparedness.dimensions["length"].formula


def test_the_remarks_quote_and_point_to_the_place() -> None:
    card = score_answer(spoken(LONG.replace("moved um the", "moved [4.5] the")), question=None)
    assert card.worked is not None
    assert card.next is not None
    assert "“" in card.worked.text
    assert card.next.dimension == "flow"
    assert "stop for 4.5 s after “yard, and I moved”" in card.next.text
    assert card.next.start is not None


def test_of_points_that_were_not_heard_the_one_furthest_from_all_that_was_said_is_asked_for() -> None:
    points = tuple(ListenFor(id=name, point=f"Tell the {name}.", cues=(name,)) for name in ("near", "far", "heard"))
    norm = NORMS.preparedness["on_the_question"]
    content = preparedness.look(Passage([], disfluency.find([])), None, (), None, None)
    seen = Seen(
        content=replace(
            content,
            points=tuple(
                preparedness.Point(point=point, at=None, ticked=point.id == "heard", meant=meant)
                for point, meant in zip(points, (0.35, 0.05, 0.0), strict=True)
            ),
        ),
        dimensions={},
        typed=True,
        window=90.0,
    )
    said = ADVICE["on_the_question"](seen, norm.dimension(40.0, 0.2))
    assert said is not None
    assert "Tell the far." in said[0]
    assert "not clearly heard" in said[0]


def test_what_an_answer_to_another_question_lost_is_not_blamed_on_its_words() -> None:
    banks = load_banks().banks.values()
    background = [each for bank in banks for each in bank.questions]
    asked = next(each for each in background if each.ref == "general/last-few-years")
    answer = Typed(
        text="Last winter a colleague fell ill and I counted the stock of 40 shelves with two others before the shop opened, and we were done an hour early."
    )
    vectors = meanings(wanted(answer, question=asked, background=background))
    card = score_answer(answer, question=asked, background=background, meanings=vectors)
    assert preparedness.counted_share(card.preparedness.dimensions["on_the_question"]) < 0.5
    assert card.preparedness.dimensions["specifics"].value is not None
    assert card.preparedness.dimensions["specifics"].value > 8
    assert card.next is not None
    assert card.next.dimension == "on_the_question"


TEXTS = [
    LONG,
    "I think maybe it was sort of fine, I guess, and um um that is all I know about it. " * 3,
    "um uh er",
    "Yes.",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("rate", [0.1, 0.2, 0.5])
def test_remarks_neither_flatter_nor_judge_the_person(text: str, rate: float) -> None:
    card = score_answer(spoken(text, syllable=rate), question=ASKED, latency=9.0)
    assert card.next is not None
    for remark in filter(None, (card.worked, card.next)):
        assert remark.text.endswith(".")
        assert not {"!", "Oops", "great", "excellent", "failed", "you are", "confidence"} & set(remark.text.split())
        assert "!" not in remark.text
        assert remark.dimension in {"", *PRAISE}


def test_every_dimension_has_its_praise_and_its_advice() -> None:
    assert set(PRAISE) == set(ADVICE) == {*FLUENCY, *PREPAREDNESS}


def test_the_same_answer_gives_the_same_card() -> None:
    assert score_answer(spoken(LONG), question=ASKED) == score_answer(spoken(LONG), question=ASKED)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "um",
        "um uh er hm",
        "hello",
        "\x1b[31m\x00\u202e [b]x[/b]",
        "你好 世界 🎉",
        "a-a-a- -- — … ...",
        "1 2 3 " * 40,
        "word " * 10_000,
        " ".join(f"w{number}" for number in range(10_000)),
        "I I I " * 3_000,
        "um, " * 10_000,
    ],
)
def test_no_text_is_too_odd(text: str) -> None:
    words = tuple(Word(text=word, start=at / 2, end=at / 2 + 0.4, confidence=0) for at, word in enumerate(text.split()))
    heard = Heard(seconds=9.0, engine="test", words=words, speech=(Span(start=0, end=9),))
    for answer in (Typed(text=text), heard):
        for question in (None, ASKED, text):
            msgspec.json.encode(score_answer(answer, question=question, allow_short=True))


times = st.floats(allow_nan=False, allow_infinity=False, min_value=-5, max_value=1e6)
heard_words = st.builds(Word, text=st.text(max_size=12), start=times, end=times, confidence=st.floats(0, 1))
spans = st.builds(Span, start=times, end=times)


@given(
    words=st.lists(heard_words, max_size=12), speech=st.lists(spans, max_size=5), silences=st.lists(spans, max_size=5)
)
@settings(max_examples=150, deadline=None)
def test_no_times_are_too_odd(words: list[Word], speech: list[Span], silences: list[Span]) -> None:
    heard = Heard(seconds=10, engine="test", words=tuple(words), speech=tuple(speech), silences=tuple(silences))
    card = score_answer(heard, question=ASKED, latency=1.0, allow_short=True)
    assert msgspec.json.decode(msgspec.json.encode(card), type=Scorecard) == card
    for score in (card.fluency, card.preparedness):
        assert all(each.score is None or 0 <= each.score <= 100 for each in score.dimensions.values())


@given(text=st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_typed_text_is_too_odd(text: str) -> None:
    card = score_answer(Typed(text=text), question=text, allow_short=True)
    assert card.preparedness.score is None or 0 <= card.preparedness.score <= 100


# a session


def test_a_session_is_the_mean_of_what_was_scored() -> None:
    good, worse, short = typed(LONG), typed(LONG.replace("four hundred", "maybe some")), typed("Yes.")
    spoke = score_answer(spoken(LONG), question=ASKED)
    session = session_scores([good, worse, short, spoke])
    scores = [card.preparedness.score for card in (good, worse, spoke)]
    assert session.preparedness == pytest.approx(sum(filter(None, scores)) / 3, abs=0.06)
    assert session.fluency == spoke.fluency.score
    assert session.fluency_dimensions["start"] is None
    assert session.fluency_dimensions["pace"] == spoke.fluency.dimensions["pace"].score
    assert (session.answers, session.scored) == (4, 3)
    assert set(session.labels) == {"typed", "short", "no prep sheet", "transcript not confirmed"}


def test_the_remarks_of_a_session_are_those_of_its_cards() -> None:
    cards = [typed(LONG), score_answer(spoken(LONG), question=ASKED)]
    session = session_scores(cards)
    assert session.worked_in is not None
    assert session.next_in is not None
    assert session.worked == cards[session.worked_in].worked
    assert session.next == cards[session.next_in].next


def test_an_empty_session_has_no_scores() -> None:
    session = session_scores([])
    assert (session.fluency, session.preparedness, session.worked, session.next) == (None, None, None, None)


def test_a_follow_up_is_taken_in_by_preparedness_and_leaves_fluency_alone() -> None:
    before = "At the bakery the oven failed on a Friday. I had to bake four hundred rolls, so I rang the inn and drove there."
    after = "In the end we sold all four hundred rolls by nine, and the owner of the inn thanked me."
    question = msgspec.structs.replace(question_from_text("Tell me about a time something broke."), answer_seconds=60)
    alone = score_answer(spoken(before), question=question, allow_short=True)
    together = score_answer(spoken(before), question=question, more=[spoken(after)], window=105.0, allow_short=True)
    assert together.fluency == alone.fluency
    assert together.follow_ups == 1
    assert "no_result" in alone.lacks
    assert "no_result" not in together.lacks
    for name in ("structure", "specifics"):
        more, less = (each.preparedness.dimensions[name].score for each in (together, alone))
        assert more is not None
        assert less is not None
        assert more > less
    result = [each for each in together.preparedness.dimensions["structure"].evidence if each.note.startswith("result")]
    assert result[0].start is None, "its words are in another recording"
    length = together.preparedness.dimensions["length"]
    assert "105 s" in length.formula


def test_every_example_of_the_banks_is_scored_without_its_question_too() -> None:
    """Remarks are about whatever cost most, evidence or not."""
    examples = [each.example for bank in load_banks().banks.values() for each in bank.questions if each.example]
    assert len(examples) > 100
    for example in examples:
        assert score_answer(Typed(text=example), question=None, allow_short=True).next is not None


def test_who_says_enough_but_little_is_told_what_to_leave_out() -> None:
    told = "Then I carried nine crates from the van and rang the office in Leeds about them. " * 6
    idle = "You know, it is really always like that, things are just things, and you get on with it, I suppose. " * 5
    answer = Typed(text=told + idle)
    length = score_answer(answer, question=None, window=90.0).preparedness.dimensions["length"]
    assert length.score is not None
    assert length.score < 90
    assert "saying little" in length.formula
    content = preparedness.look(scorecard._passage(answer, (), None), None, (), None, None)
    said = ADVICE["length"](Seen(content=content, dimensions={}, typed=True, window=90.0), length)
    assert said is not None
    assert said[0].startswith("Leave out what says little: “")
