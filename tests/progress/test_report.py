"""Progress says in words what the numbers bear, and no more."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from simulator.progress.report import Report, report
from simulator.progress.sitting import Answered, Sitting
from simulator.scoring.card import FLUENCY, PREPAREDNESS
from tests.progress.learners import learner

FIRST = datetime(2026, 11, 3, 19, tzinfo=UTC)
TODAY = date(2026, 11, 24)
WIGGLE = (1, -2, 2, -1, 0, 1, -1, 2, -2, 0)


def sittings(*scores: float, every: int = 2, **more: object) -> list[Sitting]:
    return [
        Sitting(
            at=FIRST + timedelta(days=every * number),
            id=f"s{number}",
            fluency=score,
            preparedness=60 + 3 * WIGGLE[number % 10],
            **more,  # type: ignore[arg-type]
        )
        for number, score in enumerate(scores)
    ]


def said(*given: Sitting) -> list[str]:
    return list(report(given, [], TODAY).sentences)


def test_nothing_and_too_little_are_said_so() -> None:
    assert "Nothing to compare yet" in said()[0]
    assert said(*sittings(50, 90)) == [
        "2 sessions so far: too few to say what changes. From 5 on it can be told from what varies anyway."
    ]


def test_what_improved_comes_first_and_what_only_varies_is_called_that() -> None:
    first, second = said(*sittings(*(50 + 3 * n + WIGGLE[n] for n in range(8))))
    assert first.startswith("Your fluency has gone up from about 5")
    assert first.endswith("since 3 November, over 8 sessions.")
    assert (
        second == "Your preparedness is at about 61, without a clear change: sessions differ by 5 points or so anyway."
    )


def test_what_got_worse_is_said_last_and_without_alarm() -> None:
    sentences = said(*sittings(*(90 - 4 * n + WIGGLE[n] for n in range(8))))
    assert sentences[-1].startswith("Your fluency has gone down from about 9")


def test_a_dimension_is_put_by_what_was_measured() -> None:
    given = [
        Sitting(
            at=each.at,
            fluency=each.fluency,
            dimensions={"flow": 40.0 + 5 * n + WIGGLE[n]},
            values={"flow": 24.0 - 2 * n},
        )
        for n, each in enumerate(sittings(*[60.0] * 8))
    ]
    assert (
        "Your words flow better: from about 24 to 10 pauses a minute, half of what it was, since 3 November."
        in said(*given)
    )


def test_a_value_that_does_not_bear_out_its_score_is_not_quoted() -> None:
    given = [
        Sitting(at=each.at, dimensions={"flow": 40.0 + 5 * n + WIGGLE[n]}, values={"flow": 10.0 + n})
        for n, each in enumerate(sittings(*[60.0] * 8))
    ]
    assert any(each.startswith("Your words flow better: its score has gone from about 40") for each in said(*given))


def test_nerves_and_forecasts_are_told_only_where_they_differ_again_and_again() -> None:
    calmer = sittings(*[70.0] * 6, nerves_before=7, nerves_after=4, said_fluency=55)
    sentences = said(*calmer)
    assert "You leave a rehearsal calmer than you come: 3.0 points of 10 less nervous, on average." in sentences
    assert "You do better than you expect: your scores are 15 points above your forecasts, on average." in sentences
    assert not any("calmer" in each or "forecasts" in each for each in said(*calmer[:4]))
    proud = said(*sittings(*[50.0] * 6, said_fluency=80))
    assert any(each.startswith("Your forecasts are 30 points above your scores") for each in proud)


def answers() -> list[Answered]:
    return [
        Answered(
            at=FIRST + timedelta(days=days),
            ref="b/q",
            competency=competency,
            question="Why?",
            session="s",
            take=f"q0{days}",
            preparedness=score,
        )
        for days, competency, score in (
            (0, "teamwork", 40.0),
            (1, "teamwork", 60.0),
            (7, "teamwork", 70.0),
            (7, "care", 90.0),
        )
    ]


def found() -> Report:
    return report(sittings(50, 80, 80, every=1), answers(), TODAY - timedelta(days=14))


def test_weeks_and_competencies_hold_means() -> None:
    assert [(week.monday, week.sessions, week.fluency) for week in found().weeks] == [(date(2026, 11, 2), 3, 70.0)]
    assert found().map == {
        "care": {date(2026, 11, 9): 90.0},
        "teamwork": {date(2026, 11, 2): 50.0, date(2026, 11, 9): 70.0},
    }


def test_weeks_hold_nerves_and_of_forecasts_those_that_were_scored() -> None:
    week = report(
        [
            Sitting(at=FIRST, fluency=60.0, said_fluency=50, preparedness=None, said_preparedness=90, nerves_before=8),
            Sitting(at=FIRST, fluency=70.0, preparedness=80.0, said_preparedness=60, nerves_before=5, nerves_after=3),
            Sitting(at=FIRST, fluency=99.0),
        ],
        [],
        TODAY,
    ).weeks[0]
    assert (week.nerves_before, week.nerves_after) == (6.5, 3.0)
    assert (week.forecast, week.score) == (55.0, 70.0)


def test_bests_name_the_first_of_equals() -> None:
    bests = {(best.what, bool(best.take)): best for best in found().bests}
    assert bests["fluency", False].session == "s1"
    assert (bests["preparedness", True].score, bests["preparedness", True].take) == (90.0, "q07")
    assert ("fluency", True) not in bests


def test_days_and_runs_are_counted_without_guilt() -> None:
    assert (found().days, found().run) == (3, 3)  # 4, 5 and 10 November; the 3rd is a week ago
    assert report([], [], TODAY).run == 0


LEARNERS = 300
"""Simulated for each of the following tests; for a share that is to be below 5 %, three times as many."""


def verdicts(gains: dict[str, float], seed: int, *, bad_days: float = 2.0, learners: int = LEARNERS) -> list[Report]:
    draw = random.Random(seed)
    return [report(learner(draw, gains, bad_days=bad_days), [], TODAY) for _ in range(learners)]


def praise(found: Report) -> list[str]:
    """What the page says has become better."""
    better = [name for name, each in found.changes.items() if name != "nerves" and each.verdict == "up"]
    if found.changes["nerves"].verdict == "down":
        better.append("nerves")
    better += [name for name, way in (("calmer", "down"), ("forecast", "up")) if found.differences[name].verdict == way]
    return better


@pytest.mark.parametrize("bad_days", [0.0, 8.0])
def test_of_a_learner_who_only_varies_hardly_any_page_says_that_anything_has_become_better(bad_days: float) -> None:
    said = [praise(found) for found in verdicts({}, seed=1, bad_days=bad_days, learners=3 * LEARNERS)]
    assert sum(map(bool, said)) / len(said) <= 0.05
    assert any(said), "a test that never claims anything would pass as well"


def test_of_a_learner_who_gets_better_at_everything_both_totals_say_so_after_ten_sessions() -> None:
    pages = verdicts(dict.fromkeys((*FLUENCY, *PREPAREDNESS), 17.0), seed=2)
    for name in ("fluency", "preparedness"):
        assert sum(name in praise(found) for found in pages) / LEARNERS >= 0.9
        sentence = f"Your {name} has gone up from about "
        assert sum(any(each.startswith(sentence) for each in found.sentences) for found in pages) / LEARNERS >= 0.9


def test_of_a_learner_who_gets_better_at_speaking_alone_only_fluency_is_said_to_be_better() -> None:
    pages = verdicts(dict.fromkeys(FLUENCY, 17.0), seed=3)
    assert sum("fluency" in praise(found) for found in pages) / LEARNERS >= 0.9
    others = {"preparedness", "nerves", "calmer", *PREPAREDNESS}
    assert sum(bool(others & set(praise(found))) for found in pages) / LEARNERS <= 0.05


def test_a_dimension_that_gets_much_better_is_named_with_its_total() -> None:
    pages = verdicts({"flow": 55.0}, seed=4)
    assert sum("flow" in praise(found) for found in pages) / LEARNERS >= 0.9
    assert sum(bool({"pace", "fillers", "repairs", "start"} & set(praise(found))) for found in pages) / LEARNERS <= 0.05


def test_each_sentence_is_about_something_that_can_be_opened() -> None:
    found = report(learner(random.Random(5), dict.fromkeys(FLUENCY, 20.0)), [], TODAY)
    assert len(found.about) == len(found.sentences)
    for name, sentence in zip(found.about, found.sentences, strict=True):
        assert found.said[name] == sentence
    assert set(found.said) == set(found.changes) | set(found.differences)
    assert found.about[0] == "fluency"


def test_what_is_only_typed_has_no_fluency_to_speak_of() -> None:
    typed = [msgspec.structs.replace(each, fluency=None) for each in sittings(*[60.0] * 6)]
    assert said(*typed) == [
        "Your preparedness is at about 60, without a clear change: sessions differ by 5 points or so anyway."
    ]
    unscored = [msgspec.structs.replace(each, fluency=None, preparedness=None) for each in sittings(*[60.0] * 6)]
    assert said(*unscored)[0].startswith("0 sessions with scores so far: too few to say")
