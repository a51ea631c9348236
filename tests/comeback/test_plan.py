"""Findings and plans: 30 debriefs with what is expected of each, and the laws that hold for all."""

from __future__ import annotations

from typing import Literal, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from simulator.comeback.audit import AUDIT, Standing, beside
from simulator.comeback.findings import Finding, competition, findings
from simulator.comeback.model import (
    PARTS,
    Asked,
    Audited,
    Debrief,
    Feedback,
    ItemKind,
    Outcome,
    Part,
    PracticePlan,
    Topic,
)
from simulator.comeback.plan import Practised, added, changed, closed, in_force, make, shown_first
from simulator.comeback.topics import TOPICS, names_another, proposed
from tests.comeback.golden import DAYS, cases, plan_of, shown

CASES = cases()
TODAY = DAYS[0]


# The golden plans


def test_there_are_thirty_debriefs() -> None:
    assert len(CASES) == 30


@pytest.mark.parametrize("name", CASES)
def test_each_debrief_gives_the_plan_that_is_expected_with_its_reasons(name: str) -> None:
    assert shown(plan_of(CASES[name])) == CASES[name].plan


@pytest.mark.parametrize("name", CASES)
def test_the_same_input_gives_the_same_plan_and_every_item_has_its_reason(name: str) -> None:
    case = CASES[name]
    once = plan_of(case)
    assert once == plan_of(replace(case, earlier=list(reversed(case.earlier))))
    assert len({item.key for item in once.items}) == len(once.items)
    for item in once.items:
        assert item.reason.endswith(".")
        assert item.day in case.days
    assert [item.day for item in once.items] == sorted(item.day for item in once.items)


def test_the_golden_plans_know_every_way_to_mend_something() -> None:
    kinds = {item["kind"] for case in CASES.values() for item in case.plan}
    assert kinds == set(get_args(ItemKind)) - {"own"}


# Laws

topics = st.sampled_from(TOPICS)
steps = st.integers(1, 5)
voices: st.SearchStrategy[Literal["employer", "recruiter"]] = st.sampled_from(["employer", "recruiter"])
outcomes: st.SearchStrategy[Outcome] = st.sampled_from(get_args(Outcome))
standings: st.SearchStrategy[dict[Part, Standing]] = st.dictionaries(
    st.sampled_from(PARTS), st.sampled_from(get_args(Standing))
)


@st.composite
def debriefs(draw: st.DrawFn, date: str = "2026-11-20", outcome: Outcome | None = None) -> Debrief:
    words = st.text("abc “”.\n", max_size=20)
    return Debrief(
        id=draw(st.text("abc", min_size=1, max_size=8)),
        application="job",
        date=date,
        outcome=draw(outcomes) if outcome is None else outcome,
        reason_given=draw(words),
        reason_about=tuple(draw(st.lists(topics, max_size=3))),
        nerves=draw(st.none() | st.integers(0, 10)),
        audit=tuple(
            Audited(part=part, step=draw(steps), note=draw(words))
            for part in draw(st.lists(st.sampled_from(PARTS), unique=True))
        ),
        guesses=tuple(draw(st.lists(topics, max_size=4))),
        questions=tuple(
            Asked(text=text, competency="a", went=draw(st.none() | steps))
            for text in draw(st.lists(st.sampled_from(["Why us?", "why  us?", "Who?"]), max_size=3))
        ),
        feedback=tuple(
            Feedback(date=date, by=draw(voices), text=draw(words), about=(draw(topics),))
            for _ in range(draw(st.integers(0, 2)))
        ),
    )


def weight(found: tuple[Finding, ...], topic: Topic) -> int:
    return sum(each.weight for each in found if each.about == topic)


earlier_ones = st.lists(debriefs(date="2026-05-01"), max_size=3).map(
    lambda all: [replace(each, id=f"earlier-{number}") for number, each in enumerate(all)]
)


@given(debriefs(), earlier_ones, standings, topics, voices)
def test_what_the_employer_says_never_weighs_less_than_the_same_as_a_guess(
    debrief: Debrief,
    earlier: list[Debrief],
    practice: dict[Part, Standing],
    topic: Topic,
    by: Literal["employer", "recruiter"],
) -> None:
    silent = replace(
        debrief,
        guesses=tuple(each for each in debrief.guesses if each != topic),
        reason_about=tuple(each for each in debrief.reason_about if each != topic),
        feedback=tuple(each for each in debrief.feedback if topic not in each.about),
    )
    said = Feedback(date="2026-11-22", by=by, text="So it was.", about=(topic,))
    by_them = findings(replace(silent, feedback=(*silent.feedback, said)), earlier, practice)
    by_oneself = findings(replace(silent, guesses=(*silent.guesses, topic)), earlier, practice)
    assert weight(by_them, topic) > weight(by_oneself, topic)


@given(debriefs(), earlier_ones, debriefs(date="2026-06-01", outcome="rejected"), standings)
def test_one_more_rejection_with_the_same_reason_never_weighs_less(
    debrief: Debrief, earlier: list[Debrief], more: Debrief, practice: dict[Part, Standing]
) -> None:
    before = findings(debrief, earlier, practice)
    after = findings(debrief, [*earlier, replace(more, id="one-more")], practice)
    for topic in TOPICS:
        assert weight(after, topic) >= weight(before, topic)
    assert {(each.about, each.question) for each in after} == {(each.about, each.question) for each in before}


@given(debriefs(), earlier_ones, standings)
def test_a_plan_holds_nothing_without_a_finding_and_ends_before_the_days_do(
    debrief: Debrief, earlier: list[Debrief], practice: dict[Part, Standing]
) -> None:
    found = findings(debrief, earlier, practice)
    assert [each.weight for each in found] == sorted((each.weight for each in found), reverse=True)
    plan = make(debrief, found, DAYS, {})
    reasons = {each.reason for each in found}
    for item in plan.items:
        assert item.kind in ("ask", "thank", "advice") or item.reason in reasons
        assert item.day in DAYS
    assert make(debrief, found, DAYS, {}, plan) == plan


# What the employer says is told apart


def test_voices_are_told_apart_and_the_loudest_is_named() -> None:
    debrief = Debrief(
        id="d", date="2026-11-20", outcome="rejected", guesses=("research", "match"),
        feedback=(Feedback(date="2026-11-22", by="recruiter", text="Too little about us.", about=("research",)),),
    )  # fmt: skip
    by = {each.about: (each.by, each.evidence[0]) for each in findings(debrief, (), {})}
    assert by["research"] == ("recruiter", "The recruiter said: “Too little about us”.")
    assert by["match"] == ("you", "It is your own guess.")


def test_a_guess_that_others_share_is_not_called_a_guess_of_ones_own() -> None:
    reason = "We went with a candidate who had more experience with our system, and you seemed a bit unsure in places"
    debrief = Debrief(
        id="d", date="2026-11-20", outcome="rejected", reason_given=reason, reason_about=("match",), guesses=("match",)
    )
    (found,) = findings(debrief, (), {})
    assert found.evidence == (f"They gave the reason: “{reason}”.", "You think so too.")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("We went with a stronger candidate.", True),
        ("The position was filled internally by an internal candidate.", True),
        ("Your answers wandered.", False),
    ],
)
def test_competition_is_named_only_where_it_may_be_so(words: str, said: bool) -> None:
    debrief = Debrief(id="d", date="2026-11-20", outcome="rejected", reason_given=words)
    assert names_another(words) is said
    assert ("not in your hands" in competition(debrief)) is said


def test_without_a_reason_it_may_be_so_unless_one_saw_something_oneself() -> None:
    silent = Debrief(id="d", date="2026-11-20", outcome="rejected")
    assert "may be" in competition(silent)
    assert competition(replace(silent, audit=(Audited(part="documents", step=1),))) == ""
    assert competition(replace(silent, outcome="waiting")) == ""


def test_topics_are_proposed_from_words() -> None:
    assert proposed("You knew too little about us, and we missed examples.") == ("research", "listening and answering")
    assert proposed("") == ()


def test_each_part_has_questions_and_three_anchors_and_practice_is_laid_beside_it() -> None:
    assert tuple(each.part for each in AUDIT) == PARTS
    for each in AUDIT:
        assert each.asks
        assert len({each.said(step) for step in (1, 3, 5)}) == 3
    assert "nerves or the setting" in beside("enthusiasm", 1, {"enthusiasm": "fine"})
    assert "drill" in beside("enthusiasm", 2, {"enthusiasm": "weak"})
    assert "nerves" not in beside("enthusiasm", 3, {"enthusiasm": "fine"})
    assert "nerves" not in beside("documents", 1, {"documents": "fine"})


# What the person and practice make of a plan


MINE = Debrief(
    id="mine",
    date="2026-11-20",
    outcome="rejected",
    guesses=("research",),
    questions=(Asked(text="Why us?", competency="motivation", went=1),),
)


def made(debrief: Debrief = MINE, before: PracticePlan | None = None) -> PracticePlan:
    return make(debrief, findings(debrief, (), {}), DAYS, {"Why us?": "asked/why-us"}, before)


def test_what_is_done_dropped_moved_or_added_is_kept_when_the_plan_is_made_again() -> None:
    plan = changed(made(), "question:why us?", done=TODAY)
    plan = changed(plan, "sheet:company", dropped=TODAY)
    plan = changed(plan, "practise:research", day="2026-12-05")
    plan = added(plan, "Ring my cousin", "2026-12-01")
    news = replace(MINE, questions=(), feedback=(Feedback(date="2026-12-01", text="No examples.", about=("match",)),))
    again = {item.key: item for item in made(news, plan).items}
    assert again["question:why us?"].done == TODAY, "what was done stays, though its reason is gone"
    assert again["sheet:company"].dropped == TODAY
    assert again["practise:research"].day == "2026-12-05"
    assert again["own:1"].what == "Ring my cousin"
    assert "ask:" not in again, "they have said something"
    assert "practise:match" in again


def test_the_next_interviews_plan_takes_over_only_what_the_person_added() -> None:
    before = added(changed(added(made(), "Ring my cousin", TODAY), "own:1", done=TODAY), "Sleep early", TODAY)
    other = made(replace(MINE, id="other", guesses=(), questions=()), before)
    assert [item.what for item in other.items if item.kind == "own"] == ["Sleep early"]
    assert other.made == TODAY


def answer(ref: str = "", *themes: str, day: str = TODAY, merit: float = 70.0) -> Practised:
    return Practised(ref=ref, themes=frozenset(themes), day=day, merit=merit)


def open_keys(plan: PracticePlan) -> set[str]:
    return {item.key for item in plan.open_items}


@pytest.mark.parametrize(
    ("practised", "ready", "closes"),
    [
        ([answer("asked/why-us")], (), {"question:why us?"}),
        ([answer("asked/why-us", merit=59.0)], (), set()),
        ([answer("asked/why-us", day="2026-11-23")], (), set()),
        ([answer("a", "research")], (), set()),
        ([answer("a", "research"), answer("b", "research", day="2026-11-26")], (), {"practise:research"}),
        ([], ("company",), {"sheet:company"}),
    ],
    ids=["went well", "went badly", "before the plan", "once is not enough", "twice", "the sheet is filled in"],
)
def test_practice_closes_an_item(practised: list[Practised], ready: tuple[str, ...], closes: set[str]) -> None:
    plan = made()
    after = closed(plan, practised, ready, MINE, "2026-11-27")
    assert open_keys(plan) - open_keys(after) == closes
    assert closed(after, [], (), MINE, "2026-11-28") == after, "and it stays closed"


def test_a_letter_that_went_out_closes_its_item() -> None:
    sent = closed(made(), [], (), replace(MINE, asked_for_feedback="2026-11-25"), "2026-11-27")
    assert "ask:" not in open_keys(sent)
    assert next(item for item in sent.items if item.kind == "ask").done == "2026-11-25"


def test_the_plan_that_counts_is_the_one_made_last_and_shows_what_is_next() -> None:
    plan = made()
    older = replace(plan, id="a", made="2026-10-01")
    assert in_force([plan, older]) == plan
    assert in_force([]) is None
    moved = changed(plan, plan.items[0].key, day="2026-12-07")
    assert shown_first(moved)[-1].key == plan.items[0].key
