from __future__ import annotations

import re

import pytest

from simulator.questions.model import QUESTIONS_TO_ASK, Kind, ListenFor, Question
from simulator.scoring.card import Dimension, Scorecard
from simulator.scoring.scorecard import question_from_text, score_answer
from simulator.speech.transcript import Typed
from tests.scoring.speaking import spoken

TEAM = Question(
    id="conflict",
    bank="test",
    text="Tell me about a time you disagreed with a colleague. What did you do?",
    competency="conflict",
    kind="behavioural",
    listen_for=(
        ListenFor(id="other-side", point="Say what the other person wanted.", cues=("she wanted", "her side")),
        ListenFor(id="spoke", point="Show that you spoke with the person.", cues=("asked to talk", "face to face")),
        ListenFor(id="settled", point="Say what you settled on.", cues=("we agreed", "compromise")),
    ),
)
OTHERS = tuple(
    question_from_text(text)
    for text in (
        "Why do you want to leave your job?",
        "What is your greatest strength?",
        "Tell me about a mistake you made with a customer.",
        "How do you plan your week when everything is urgent?",
        "What would you do if a machine broke down at night?",
        "Where do you see yourself in five years?",
    )
)
STORY = (
    "Last winter at my old job in a hotel, the head of housekeeping and I disagreed about the rooms. I had to have them "
    "ready by one, and she wanted the morning for the stairs. So I asked to talk, I drew her the arrivals on a plan, and "
    "I offered to send her the early ones the night before. We agreed on that. Within three weeks the queue went down "
    "from ten guests to two, and we still get on well."
)
PARTS = {
    "situation": "Last winter at my old job in a hotel the stairs and the rooms were always dirty. ",
    "task": "My task was to have forty rooms ready by one o'clock every single day. ",
    "action": "I drew the arrivals on a plan, then I asked every cleaner for an opinion and I wrote a new list. ",
    "result": "In the end the queue at the desk was gone and my manager thanked me for it. ",
}


def card(text: str, question: Question | str | None = TEAM, **options: tuple[str, ...]) -> Scorecard:
    return score_answer(
        Typed(text=text), question=question, background=OTHERS, allow_short=True, ticked=options.get("ticked", ())
    )


def dimension(text: str, name: str, question: Question | str | None = TEAM) -> Dimension:
    return card(text, question).preparedness.dimensions[name]


def score(of: Dimension) -> float:
    assert of.score is not None
    return of.score


def lowered(text: str) -> str:
    return re.sub(r"[^\w\s']", "", text).lower()


def question(kind: Kind, competency: str = "") -> Question:
    return Question(id="q", text="A question?", competency=competency, kind=kind, listen_for=())


# on the question


def test_an_answer_fits_its_own_question_better_than_a_story_told_elsewhere() -> None:
    elsewhere = "When I was at school I baked four cakes for the summer fair, and I sold every one of them before noon."
    own, other = dimension(STORY, "on_the_question"), dimension(elsewhere, "on_the_question")
    assert own.value is not None
    assert own.value > 0.6
    assert score(own) > score(other) + 40


def test_listen_for_points_show_the_words_that_count() -> None:
    evidence = dimension(STORY, "on_the_question").evidence
    notes = [(each.text, each.note) for each in evidence if each.note.startswith("heard")]
    assert notes == [
        ("she wanted", "heard: Say what the other person wanted."),
        ("asked to talk", "heard: Show that you spoke with the person."),
        ("We agreed", "heard: Say what you settled on."),
    ]


def test_a_point_that_a_person_ticked_counts_as_heard() -> None:
    text = "We disagreed about the rooms, and I had to find a way out of it with my colleague before the summer came."
    plain, ticked = card(text), card(text, ticked=("settled",))
    assert score(ticked.preparedness.dimensions["on_the_question"]) > score(
        plain.preparedness.dimensions["on_the_question"]
    )
    assert "missed:settled" in plain.lacks
    assert "missed:settled" not in ticked.lacks


def test_reading_the_question_back_gains_nothing() -> None:
    echo = "Tell me about a time I disagreed with a colleague, what did I do. " * 6
    assert score(dimension(echo, "on_the_question")) < 40
    assert (
        score(card(echo).preparedness.dimensions["on_the_question"]) < score(dimension(STORY, "on_the_question")) - 50
    )


def test_a_crowd_of_catchwords_is_no_answer() -> None:
    stuffed = "She wanted, her side, asked to talk, face to face, we agreed, compromise, " * 5
    assert not [each for each in dimension(stuffed, "on_the_question").evidence if each.note.startswith("heard")]


def test_a_bare_list_of_words_is_no_sentence() -> None:
    listed = "Conflict, disagreement, colleague, teamwork and compromise, communication, respect and trust. " * 3
    assert score(dimension(listed, "on_the_question")) < score(dimension(STORY, "on_the_question")) - 40


def test_without_other_questions_similarity_itself_is_scored() -> None:
    alone = score_answer(Typed(text=STORY), question=TEAM).preparedness.dimensions["on_the_question"]
    assert alone.unit.startswith("similarity")
    assert score(alone) > 60


def test_without_a_question_the_fit_is_not_scored() -> None:
    assert dimension(STORY, "on_the_question", None).score is None


# structure


@pytest.mark.parametrize("missing", PARTS)
def test_a_missing_part_of_a_story_is_named_and_costs(missing: str) -> None:
    told = ("".join(PARTS.values()), "".join(text for name, text in PARTS.items() if name != missing))
    whole, without = (
        score_answer(Typed(text=text), question=TEAM, allow_short=True).preparedness.dimensions["structure"]
        for text in told
    )
    assert whole.value == 4
    assert without.value == 3
    assert score(without) < score(whole)
    assert f"{missing}: not found" in [each.note for each in without.evidence]


def test_the_same_parts_are_found_in_lower_case_without_punctuation() -> None:
    text = "".join(PARTS.values())
    marked, bare = dimension(text, "structure"), dimension(lowered(text), "structure")
    assert bare.value == marked.value == 4
    assert bare.score == pytest.approx(score(marked), abs=3)


def test_the_shares_of_the_parts_are_told() -> None:
    formula = dimension(STORY, "structure").formula
    shares = [int(share) for share in re.findall(r"(\d+)%", formula.split("Here:")[1])]
    assert len(shares) == 4
    assert sum(shares) == pytest.approx(100, abs=3)


def test_a_plan_wants_what_one_would_do_and_why() -> None:
    plan = (
        "I would stop the line and ring the fitter, because a jam gets worse. For example, last year I did just that."
    )
    assert dimension(plan, "structure", question("situational")).value == 3
    assert (
        dimension("It depends on the machine and on the people there.", "structure", question("situational")).value == 0
    )


def test_other_answers_want_the_answer_first_then_reason_and_example() -> None:
    text = "My strength is order, because I like lists. For example, at my last job I sorted the whole store in a week."
    assert dimension(text, "structure", question("strength")).value == 3


@pytest.mark.parametrize(
    "text",
    [
        "What does a first week look like? How big is the team? When will you decide?",
        "what does a first week look like how big is the team and when will you decide",
    ],
)
def test_questions_of_ones_own_are_counted(text: str) -> None:
    asked = question("closing", QUESTIONS_TO_ASK)
    assert dimension(text, "structure", asked).value == 3
    assert dimension(text, "specifics", asked).score is None


# specifics


def test_numbers_times_names_and_tools_are_shown() -> None:
    text = "In July I moved 40 pallets to Leeds with Excel, and last year we sold two hundred and ten of them to Marie."
    found = {each.text: each.note for each in dimension(text, "specifics").evidence if "word" not in each.note}
    assert found == {
        "July": "time",
        "40": "number",
        "Leeds": "name",
        "Excel": "tool",
        "last year": "time",
        "two hundred and ten": "a measured result",
        "Marie": "name",
    }


def test_numbers_times_and_tools_are_found_in_lower_case_too() -> None:
    text = "in july i moved 40 pallets with excel and last year we sold two hundred and ten of them"
    found = [each.note for each in dimension(text, "specifics").evidence]
    assert len([note for note in found if "word" not in note]) == 5


def test_what_is_named_twice_counts_once() -> None:
    once = dimension("We packed forty boxes in the hall and carried them down to the van.", "specifics")
    again = dimension("We packed forty boxes in the hall and carried forty boxes to the van.", "specifics")
    assert len(once.evidence) == len(again.evidence) == 1


# homework, length, conviction


def test_homework_waits_for_a_prep_sheet() -> None:
    found = card(STORY)
    assert found.preparedness.dimensions["homework"].score is None
    assert "no prep sheet" in found.labels


@pytest.mark.parametrize(("seconds", "expected"), [(9, 25), (18, 50), (36, 100), (90, 100), (120, 100), (180, 50)])
def test_length_is_measured_against_the_window(seconds: float, expected: float) -> None:
    told = ("then", "i", "carried", "nine", "crates", "and", "rang", "them", "from", "leeds")
    heard = spoken([*(piece for word in told for piece in (word, seconds / 10 - 0.25)), "again"], start=3.0)
    length = score_answer(heard, question="Why?", window=90.0, allow_short=True).preparedness.dimensions["length"]
    assert length.unit == "s"
    assert length.value == pytest.approx(seconds, abs=0.5)
    assert length.score == pytest.approx(expected, abs=2)


def test_what_is_said_fast_fills_the_window_as_its_words_would() -> None:
    told = ("then", "i", "carried", "nine", "crates", "and", "rang", "them", "from", "leeds") * 8
    fast = spoken(told, syllable=0.12)
    length = score_answer(fast, question="Why?", window=90.0, allow_short=True).preparedness.dimensions["length"]
    typed = score_answer(Typed(text=" ".join(told)), question="Why?", window=90.0).preparedness.dimensions["length"]
    assert length.value is not None
    assert length.value < 18
    assert length.score == pytest.approx(typed.score, abs=2)


def test_a_typed_answer_is_measured_in_words() -> None:
    text = "Then I carried nine crates from the van. " * 24 + "I rang them all on Monday."
    length = score_answer(Typed(text=text), question=TEAM, window=90.0).preparedness.dimensions["length"]
    assert (length.unit, length.value, length.score) == ("words", 198, 100)


def test_hedges_cost_and_are_shown() -> None:
    plain, hedged = (
        score_answer(Typed(text=text), question="What did you do?", allow_short=True).preparedness.dimensions[
            "conviction"
        ]
        for text in (
            "I moved the boxes and they thanked me for it the same day.",
            "I think I sort of moved the boxes, maybe, and they thanked me for it.",
        )
    )
    assert plain.score == 100
    assert [each.text for each in hedged.evidence if each.note == "hedge"] == ["I think", "sort of", "maybe"]
    assert score(hedged) < 30


def test_off_the_question_the_rest_counts_in_part() -> None:
    elsewhere = "When I was at school I baked four cakes for the summer fair, and I sold every one of them before noon."
    off = dimension(elsewhere, "conviction")
    assert score(off) < 60
    assert "because the answer hardly fits the question" in off.formula


# the whole


def test_a_strong_answer_stands_above_a_fair_one_above_a_poor_one() -> None:
    fair = (
        "I disagreed with a colleague at a hotel about the rooms. She wanted to do them later and I wanted them earlier. "
        "I talked with her about it and it was fine after that, and we worked together well, and it was never a problem "
        "again for either of us, which was good for the hotel and for the guests and for the two of us as well."
    )
    poor = (
        "I think I get on with most people, so I guess that does not really happen to me. If it does, maybe I would sort "
        "of let it go, because it is not worth it, and people are different, and you have to live with it somehow, I "
        "suppose, or whatever, and in general things work out if you leave them alone for a while and do your own thing."
    )
    for texts in ((STORY, fair, poor), tuple(map(lowered, (STORY, fair, poor)))):
        scores = [card(text).preparedness.score or 0.0 for text in texts]
        assert scores == sorted(scores, reverse=True)
        assert scores[0] > scores[2] + 30


# what a follow-up asks for


@pytest.mark.parametrize(
    ("text", "lack"),
    [
        (PARTS["situation"] + PARTS["task"] + PARTS["action"], "no_result"),
        (PARTS["situation"] + "We drew a plan and we wrote a list. In the end it worked.", "no_own_part"),
        ("Conflict is never good and people should always be polite to one another.", "no_example"),
        (PARTS["action"], "no_number"),
        ("I rang her.", "short"),
    ],
)
def test_what_was_lacking(text: str, lack: str) -> None:
    assert lack in card(text).lacks


def test_a_whole_story_lacks_nothing() -> None:
    assert card(STORY + " " + "".join(PARTS.values())).lacks == ()


def test_a_result_is_only_missing_from_a_story_that_was_asked_for() -> None:
    assert (
        "no_result"
        not in card(
            "I left because I wanted to learn more than that place could teach me.", question("motivation")
        ).lacks
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tell me about yourself.", "opening"),
        ("Tell me about a time you failed.", "behavioural"),
        ("Describe a situation where you had to say no.", "behavioural"),
        ("What would you do if a customer shouted at you?", "situational"),
        ("Why do you want to work here?", "motivation"),
        ("Do you have any questions for us?", "closing"),
        ("What are you good at?", "strength"),
    ],
)
def test_the_wording_of_a_question_tells_its_kind(text: str, kind: str) -> None:
    asked = question_from_text(text)
    assert (asked.kind, asked.ref) == (kind, text)
