from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from simulator.scoring.card import Dimension, Scorecard
from simulator.scoring.scorecard import score_answer
from simulator.scoring.words import normal, syllables
from simulator.speech.transcript import Heard, Span, Typed
from tests.scoring.speaking import aligned, spoken

SPEECH = Path(__file__).parents[1] / "data" / "speech"

FLUENT = (
    "When I started at the depot, [0.3] nobody checked the morning list. [0.5] So I wrote the names on a board, [0.3] "
    "and I asked every driver to sign it before leaving. [0.5] After two weeks the missing parcels went down to three."
)


def card(answer: Heard | str, latency: float | None = None) -> Scorecard:
    heard = spoken(answer) if isinstance(answer, str) else answer
    question = "Tell me about a time you improved something."
    return score_answer(heard, question=question, latency=latency, allow_short=True)


def dimension(answer: Heard | str, name: str, latency: float | None = None) -> Dimension:
    return card(answer, latency).fluency.dimensions[name]


def score(of: Dimension) -> float:
    assert of.score is not None
    return of.score


def test_an_easy_pace_is_within_the_band() -> None:
    pace = dimension(spoken(FLUENT, syllable=0.22), "pace")
    assert pace.score == 100
    assert pace.value is not None
    assert 120 <= pace.value <= 180
    assert pace.evidence == ()


def test_too_fast_and_too_slow_both_cost_and_name_where() -> None:
    fast = dimension(spoken(FLUENT, syllable=0.13), "pace")
    slow = dimension(spoken(FLUENT, syllable=0.5), "pace")
    assert score(fast) < 60 > score(slow)
    for pace in (fast, slow):
        assert pace.evidence
        assert all("words a minute" in evidence.note for evidence in pace.evidence)


def test_pauses_are_taken_from_the_sound_and_told_apart_by_the_clause() -> None:
    found = card("I rang the [0.9] supplier, [0.6] and he said [0.24] no [0.3] because of the [0.8] the strike").pauses
    assert [(round(pause.end - pause.start, 2), pause.inside_clause) for pause in found] == [
        (0.9, True),
        (0.6, False),
        (0.3, False),
        (0.8, True),
    ]


def test_without_punctuation_the_words_that_open_a_clause_tell() -> None:
    found = card("we moved the stock [0.5] because the roof [0.5] leaked [0.5] and nobody had seen it").pauses
    assert [pause.inside_clause for pause in found] == [False, True, False]


def test_a_pause_inside_a_clause_costs_more_than_one_between_clauses() -> None:
    inside = dimension("I wrote the long list for [1.2] the drivers, and they all signed it", "flow")
    between = dimension("I wrote the long list for the drivers, [1.2] and they all signed it", "flow")
    assert score(inside) < score(between) < 100


def test_a_stop_shows_the_words_before_it_and_how_long_it_was() -> None:
    flow = dimension("I wrote the long list for [1.2] the drivers, and they all signed it", "flow")
    (stop,) = flow.evidence
    assert (stop.text, stop.note) == ("the long list for", "1.2 s inside a clause")
    assert stop.end is not None
    assert stop.start is not None
    assert stop.end - stop.start == pytest.approx(1.2)


def test_fillers_are_counted_among_the_other_words() -> None:
    found = card(f"Um, {FLUENT} Uh, and that um was all.")
    fillers = found.fluency.dimensions["fillers"]
    assert [filler.text for filler in found.fillers] == ["Um", "Uh", "um"]
    assert {filler.source for filler in found.fillers} == {"words"}
    assert fillers.value == pytest.approx(3 / (len(FLUENT.split()) - 4 + 4) * 100, abs=0.01)
    assert "um 2, uh 1" in fillers.formula


def test_a_repeat_counts_as_often_as_it_is_said_and_is_shown_once() -> None:
    repairs = dimension("I I I wrote the list and the and the drivers signed it", "repairs")
    assert repairs.value == pytest.approx(3 / 9 * 100, abs=0.01)
    assert [evidence.text for evidence in repairs.evidence] == ["I I I", "and the and the"]


def test_the_start_is_the_silence_after_the_question() -> None:
    assert dimension(FLUENT, "start").score is None
    quick, late = dimension(FLUENT, "start", latency=0.4), dimension(FLUENT, "start", latency=6)
    assert (quick.value, quick.score) == (0.9, 100)
    assert late.value == 6.5
    assert score(late) < 80
    assert late.evidence[0].note == "6.5 s before the first word"


def test_a_filler_is_no_start() -> None:
    assert dimension("Um, [2.0] I wrote the list", "start", latency=0.0).value == pytest.approx(0.5 + 0.2 + 2.0)


def without_words(heard: Heard) -> Heard:
    """The same sound where no recogniser ran: a nucleus in the middle of each syllable."""
    nuclei = [
        word.start + (number + 0.5) * (word.end - word.start) / syllables(normal(word.text))
        for word in heard.words
        for number in range(syllables(normal(word.text)))
    ]
    return msgspec.structs.replace(heard, words=(), engine="", nuclei=tuple(nuclei))


def test_without_a_recogniser_the_sound_alone_gives_pace_and_flow() -> None:
    heard = spoken(FLUENT, syllable=0.24)
    deaf, known = card(without_words(heard)), card(heard)
    assert "no recogniser" in deaf.labels
    scored = {name for name, each in deaf.fluency.dimensions.items() if each.score is not None}
    assert scored == {"pace", "flow"}
    assert deaf.fluency.dimensions["pace"].score == known.fluency.dimensions["pace"].score
    assert deaf.fluency.dimensions["pace"].value == pytest.approx(166, abs=15)
    assert "from the sound alone" in deaf.fluency.dimensions["pace"].formula
    assert len(deaf.pauses) == 4
    assert deaf.preparedness.score is None


def test_without_a_recogniser_a_crawl_is_found_in_the_sound() -> None:
    crawl = spoken(f"{FLUENT} {FLUENT}", syllable=0.5)
    quick = spoken(FLUENT, syllable=0.15, start=crawl.seconds)
    heard = without_words(
        msgspec.structs.replace(
            crawl, seconds=quick.seconds, words=crawl.words + quick.words, speech=crawl.speech + quick.speech
        )
    )
    pace = card(heard).fluency.dimensions["pace"]
    assert score(pace) < 70
    assert pace.evidence
    assert all("syllables a second here" in each.note and (each.end or 0) <= crawl.seconds for each in pace.evidence)


def test_an_answer_from_before_nuclei_were_counted_has_no_pace_without_words() -> None:
    assert dimension(msgspec.structs.replace(spoken(FLUENT), words=(), engine=""), "pace").score is None


def test_a_hum_that_nobody_wrote_down_is_a_filler_and_costs_what_a_written_one_does() -> None:
    written = spoken("We moved the stock [0.5] um [0.5] before the roof leaked and nobody had seen it")
    um = next(word for word in written.words if word.text == "um")
    hummed = msgspec.structs.replace(
        written,
        words=tuple(word for word in written.words if word is not um),
        hums=(Span(start=um.start, end=um.end),),
    )
    (filler,) = card(hummed).fillers
    assert (filler.text, filler.source) == ("(um)", "sound")
    assert (filler.start, filler.end) == pytest.approx((um.start, um.end))
    assert "um" not in card(hummed).transcript.text
    assert card(hummed).fluency.score == card(written).fluency.score
    assert card(hummed).preparedness == card(written).preparedness


def test_a_recogniser_that_hears_nothing_scores_nothing_but_the_sound() -> None:
    hum = card(msgspec.structs.replace(spoken(FLUENT), words=(), engine="test"))
    assert "nothing recognised" in hum.labels
    assert hum.fluency.dimensions["fillers"].score is None
    assert hum.preparedness.score is None


def test_an_answer_of_which_no_word_was_made_out_is_not_called_short() -> None:
    lost = msgspec.structs.replace(spoken(FLUENT), words=(), engine="test")
    follow_up = Typed(text="I asked them first.")
    for more in ((), (follow_up,)):
        said = score_answer(lost, question=None, more=more).next
        assert said is not None
        assert said.text.startswith("No words were made out in ")
    for other in (Heard(seconds=30.0, engine="test"), msgspec.structs.replace(lost, engine="")):
        said = score_answer(other, question=None).next
        assert said is None or not said.text.startswith("No words")


def test_a_silent_recording_scores_nothing() -> None:
    silence = card(Heard(seconds=30.0, engine="test"))
    assert silence.fluency.score is None
    assert silence.preparedness.score is None
    assert (silence.moments, silence.pauses, silence.fillers) == ((), (), ())


def test_real_spontaneous_speech() -> None:
    """The speaker of mfa_cold says uh five times and um once while he has a cold; pauses as aligned by people."""
    found = card(aligned(SPEECH / "mfa_cold.TextGrid"))
    assert [filler.text for filler in found.fillers] == ["uh", "uh", "uh", "uh", "um", "uh"]
    assert len(found.pauses) == 7
    assert max(pause.end - pause.start for pause in found.pauses) == pytest.approx(1.33)
    dimensions = found.fluency.dimensions
    assert score(dimensions["fillers"]) < 50
    assert dimensions["repairs"].score == 100
    assert score(dimensions["pace"]) >= 95
