"""The words of an answer with what was found in them, as every reader of a transcript shows them."""

from __future__ import annotations

import msgspec
import pytest

from simulator.scoring.annotated import LONG_PAUSE, UNSURE, Token, parts, tokens
from simulator.scoring.card import CardTranscript, Dimension, Evidence, Filler, Pause, Score, Scorecard
from simulator.speech.transcript import Word

NOBODY = Score(score=None, dimensions={})


def card(**changes: object) -> Scorecard:
    fields: dict[str, object] = {
        "version": 1, "file": "", "question": None, "typed": False, "labels": (), "engine": "test", "seconds": 9.0,
        "transcript": CardTranscript(text="", confirmed=False, words=()), "pauses": (), "fillers": (), "moments": (),
        "fluency": NOBODY, "preparedness": NOBODY,
    }  # fmt: skip
    return Scorecard(**{**fields, **changes})  # type: ignore[arg-type]


def test_fillers_pauses_and_unsure_words_are_marked_where_they_are() -> None:
    words = tuple(
        Word(text=text, start=start, end=start + 0.3, confidence=confidence)
        for text, start, confidence in (("So", 0.5, 0.9), ("um", 1.0, 0.4), ("\x1b[2Jyes", 5.0, 0.3))
    )
    found = tokens(
        card(
            transcript=CardTranscript(text="", confirmed=False, words=words),
            fillers=(
                Filler(text="um", start=1.0, end=1.3, source="words"),
                Filler(text="uh", start=1.5, end=1.8, source="sound"),
            ),
            pauses=(
                Pause(start=2.0, end=4.5, inside_clause=True),
                Pause(start=4.6, end=4.9, inside_clause=False),
            ),
        )
    )
    assert [(token.text, token.kind) for token in found] == [
        ("So", "word"),
        ("um", "filler"),
        ("(uh)", "filler"),
        ("[2.5 s]", "pause"),
        ("␛[2Jyes", "unsure"),
    ]


def test_repairs_stand_between_signs_and_parts_carry_their_name() -> None:
    words = tuple(
        Word(text=text, start=float(start), end=start + 0.3, confidence=0.9)
        for start, text in enumerate(("So", "I", "I", "rang", "them"))
    )
    plain_card = card(transcript=CardTranscript(text="", confirmed=False, words=words))

    def dimension(*evidence: Evidence) -> Dimension:
        return Dimension(score=50.0, value=1.0, unit="", band="", formula="", evidence=evidence)

    repairs = dimension(Evidence(text="I I", start=1.0, end=2.3))
    structure = dimension(
        Evidence(text="rang", start=3.0, end=3.3, note="action, 40% of the words"),
        Evidence(text="", note="result: not found"),
    )
    found = tokens(
        msgspec.structs.replace(
            plain_card,
            fluency=Score(score=None, dimensions={"repairs": repairs}),
            preparedness=Score(score=None, dimensions={"structure": structure}),
        )
    )
    assert [token.text for token in found] == ["So", "‹I", "I›", "[Action]", "rang", "them"]
    assert [token.kind for token in found] == ["word", "repair", "repair", "part", "word", "word"]


def said(*words: tuple[str, float, float, float]) -> CardTranscript:
    found = tuple(Word(text=text, start=start, end=end, confidence=sure) for text, start, end, sure in words)
    return CardTranscript(text="", confirmed=False, words=found)


def dimension(*evidence: Evidence) -> Dimension:
    return Dimension(score=50.0, value=1.0, unit="", band="", formula="", evidence=evidence)


@pytest.mark.parametrize(
    ("text", "kind"),
    [(f"{LONG_PAUSE} s", "pause"), ("1.5 s", "pause")],
)
def test_a_pause_is_long_from_a_second_on(text: str, kind: str) -> None:
    length = float(text.removesuffix(" s"))
    found = tokens(card(pauses=(Pause(start=2.0, end=2.0 + length, inside_clause=True),)))
    assert found == (Token(f"[{text}]", 2.0, 2.0 + length, "pause"),)
    short = tokens(card(pauses=(Pause(start=2.0, end=2.0 + LONG_PAUSE - 0.01, inside_clause=True),)))
    assert short == ()


def test_a_word_keeps_its_seconds_and_is_unsure_only_below_the_bound() -> None:
    found = tokens(card(transcript=said(("sure", 0.5, 0.9, UNSURE), ("not", 1.0, 1.2, UNSURE - 0.01))))
    assert found == (Token("sure", 0.5, 0.9, "word"), Token("not", 1.0, 1.2, "unsure"))


def test_a_word_is_a_filler_or_in_a_repair_where_its_middle_lies() -> None:
    words = said(("I", 1.0, 1.4, 0.9), ("um", 2.0, 2.4, 0.9), ("went", 3.0, 3.4, 0.9), ("home", 4.0, 4.4, 0.9))
    fillers = (
        Filler(text="um", start=2.1, end=2.3, source="words"),
        Filler(text="went", start=3.25, end=3.4, source="words"),
    )
    repairs = {"repairs": dimension(Evidence(text="home", start=3.9, end=4.2), Evidence(text="no seconds"))}
    found = tokens(card(transcript=words, fillers=fillers, fluency=Score(score=None, dimensions=repairs)))
    assert [(each.text, each.kind) for each in found] == [
        ("I", "word"), ("um", "filler"), ("went", "word"), ("‹home›", "repair"),
    ]  # fmt: skip


def test_two_repairs_side_by_side_have_signs_of_their_own() -> None:
    words = said(*((text, float(at), at + 0.4, 0.9) for at, text in enumerate(("a", "b", "c", "d", "e"))))
    repairs = {"repairs": dimension(Evidence(text="", start=3.0, end=4.4), Evidence(text="", start=1.0, end=2.4))}
    found = tokens(card(transcript=words, fluency=Score(score=None, dimensions=repairs)))
    assert [each.text for each in found] == ["a", "‹b", "c›", "‹d", "e›"]


def test_parts_stand_in_their_order_before_the_word_with_which_they_begin() -> None:
    structure = dimension(
        Evidence(text="came", start=4.0, end=4.4, note="result, at the end"),
        Evidence(text="rang", start=1.0, end=1.4, note="action"),
        Evidence(text="no name", start=2.0, end=2.4),
        Evidence(text="no seconds", note="situation"),
    )
    told = card(
        transcript=said(("rang", 1.0, 1.4, 0.9)), preparedness=Score(score=None, dimensions={"structure": structure})
    )
    assert parts(told) == ((1.0, "action"), (4.0, "result"))
    assert [(each.text, each.kind, each.start) for each in tokens(told)] == [
        ("[Action]", "part", 1.0), ("rang", "word", 1.0), ("[Result]", "part", 4.0),
    ]  # fmt: skip
    assert parts(card()) == ()
