"""A plan is spread, gentle where it should be, never repeats itself, and comes out the same from the same wishes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from simulator import paths
from simulator.errors import BankError
from simulator.questions.choose import choose_plan, seconds
from simulator.questions.load import load_banks
from simulator.questions.model import KINDS, QUESTIONS_TO_ASK, REASONS, Bank, Kind, Plan, Question, Reason

BODY_KINDS: tuple[Kind, ...] = ("motivation", "behavioural", "situational", "strength", "technical")


def ask(
    bank: str,
    number: int,
    kind: Kind = "behavioural",
    competency: str = "teamwork",
    reason: Reason | None = None,
    difficulty: int = 2,
) -> Question:
    return Question(
        id=f"q{number}",
        bank=bank,
        text=f"Question {number} of {bank}?",
        competency=competency,
        kind=kind,
        listen_for=(),
        rehearses=reason,
        difficulty=difficulty,
    )


def bank(bank_id: str, *questions: Question, language: str = "en") -> Bank:
    return Bank(id=bank_id, title=bank_id, language=language, for_whom="Tests", questions=questions)


def whole_bank(bank_id: str, body: int = 8, language: str = "en") -> Bank:
    """An opening, both kinds of closing, and a body of half as many competencies as questions."""
    return bank(
        bank_id,
        ask(bank_id, 1, "opening", "introduction"),
        ask(bank_id, 2, "closing", QUESTIONS_TO_ASK),
        ask(bank_id, 3, "closing", "closing"),
        *(ask(bank_id, 10 + n, BODY_KINDS[n % 5], f"competency {n // 2}", REASONS[n % 5]) for n in range(body)),
        language=language,
    )


def refs(plan: Plan) -> list[str]:
    return [item.question.ref for item in plan.items]


def parts(plan: Plan) -> list[str]:
    return [item.part for item in plan.items]


def body(plan: Plan) -> list[Question]:
    return [item.question for item in plan.items if item.part == "body"]


GENERAL = {"general": whole_bank("general")}


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, ["body"]),
        (2, ["opening", "body"]),
        (3, ["opening", "body", "yours"]),
        (4, ["opening", "body", "yours", "close"]),
        (6, ["opening", "body", "body", "body", "yours", "close"]),
    ],
)
@pytest.mark.parametrize("reason", [None, "role"])
def test_the_parts_of_a_plan(count: int, expected: list[str], reason: Reason | None) -> None:
    general = whole_bank("general", body=20)
    plan = choose_plan({"general": general}, count=count, seed=3, reason=reason)
    assert parts(plan) == expected
    assert (plan.seed, plan.reason, plan.banks) == (3, reason, ("general",))
    for item in plan.items:
        question = item.question
        if item.part == "opening":
            assert question.kind == "opening"
        if item.part == "yours":
            assert (question.kind, question.competency) == ("closing", QUESTIONS_TO_ASK)
        if item.part == "close":
            assert question.kind == "closing"
            assert question.competency != QUESTIONS_TO_ASK


def test_the_very_first_question_is_an_opening_but_not_the_same_one_again() -> None:
    assert refs(choose_plan(GENERAL, count=1, seed=1)) == ["general/q1"]
    (again,) = choose_plan(GENERAL, count=1, seed=1, recent=["general/q1"]).items
    assert again.question.kind in BODY_KINDS
    (rehearsing,) = choose_plan(GENERAL, count=1, seed=1, reason="research").items
    assert rehearsing.question.rehearses == "research"


def test_recent_questions_come_last() -> None:
    all_body = [f"general/q{10 + n}" for n in range(8)]
    for seed in range(20):
        fresh = choose_plan(GENERAL, count=8, seed=seed, recent=all_body[:4])
        assert {question.ref for question in body(fresh)[:4]} == set(all_body[4:])
        assert len(body(fresh)) == 5


def test_what_is_left_out_does_not_come_in_whatever_bank_its_words_stand() -> None:
    banks = GENERAL | {
        "copies": bank("copies", *(replace(each, bank="copies") for each in GENERAL["general"].questions))
    }
    first = choose_plan(banks, count=6, seed=1)
    for count in (3, 6, 12):
        second = choose_plan(banks, count=count, seed=1, without=refs(first))
        words = {item.question.text for item in first.items}
        assert second.items
        assert not words & {item.question.text for item in second.items}


def test_openings_are_in_the_body_only_where_the_others_run_out() -> None:
    two_openings = bank("b", ask("b", 1, "opening"), ask("b", 2, "opening"), ask("b", 3), ask("b", 4, "strength"))
    assert {question.kind for question in body(choose_plan({"b": two_openings}, count=3, seed=5))} == {
        "behavioural",
        "strength",
    }
    forced = choose_plan({"b": two_openings}, count=4, seed=5)
    assert parts(forced) == ["opening", "body", "body", "body"]
    assert [question.kind for question in body(forced)].count("opening") == 1


def test_a_bank_that_lacks_a_part_borrows_it_from_general_and_then_from_any() -> None:
    bare = bank("bare", *(ask("bare", n, competency=f"c{n}") for n in range(5)))
    other = whole_bank("another")
    plan = choose_plan({"bare": bare, "another": other, **GENERAL}, count=5, seed=1, bank_ids=["bare"])
    assert [item.question.bank for item in plan.items] == ["general", "bare", "bare", "general", "general"]
    plan = choose_plan({"bare": bare, "another": other}, count=5, seed=1, bank_ids=["bare"])
    assert [item.question.bank for item in plan.items] == ["another", "bare", "bare", "another", "another"]
    plan = choose_plan({"bare": bare}, count=5, seed=1, bank_ids=["bare"])
    assert parts(plan) == ["body"] * 5


def test_an_interview_keeps_to_its_language() -> None:
    german = bank("deutsch", *(ask("deutsch", n) for n in range(5)), language="de")
    austrian = whole_bank("at", language="de-AT")
    plan = choose_plan({"deutsch": german, **GENERAL}, count=5, seed=1, bank_ids=["deutsch"])
    assert {item.question.bank for item in plan.items} == {"deutsch"}
    plan = choose_plan({"deutsch": german, "at": austrian, **GENERAL}, count=5, seed=1, bank_ids=["deutsch"])
    assert [item.question.bank for item in plan.items] == ["at", "deutsch", "deutsch", "at", "at"]


def test_without_a_choice_the_general_bank_is_asked_or_else_all() -> None:
    one, two = whole_bank("one"), whole_bank("two")
    assert choose_plan({"one": one, **GENERAL}, count=5, seed=1).banks == ("general",)
    assert choose_plan({"two": two, "one": one}, count=5, seed=1).banks == ("one", "two")


def test_a_reason_is_rehearsed_gently_first_and_from_other_banks_if_need_be() -> None:
    def rehearsing(bank_id: str, *difficulties: int) -> Bank:
        asked = (ask(bank_id, n, competency="c", reason="leaving", difficulty=d) for n, d in enumerate(difficulties))
        return bank(bank_id, ask(bank_id, 50, competency="c", reason="match"), *asked)

    banks = {"mine": rehearsing("mine", 3, 1, 2), "other": rehearsing("other", 1, 2, 3)}
    plan = choose_plan(banks, count=2, seed=4, bank_ids=["mine"], reason="leaving")
    assert [(question.bank, question.difficulty) for question in body(plan)] == [("mine", 1), ("mine", 2)]
    plan = choose_plan(banks, count=5, seed=4, bank_ids=["mine"], reason="leaving")
    assert Counter(question.bank for question in body(plan)) == {"mine": 3, "other": 2}
    assert [question.difficulty for question in body(plan)] == [1, 1, 2, 2, 3]
    recent = ["mine/q0", "mine/q1"]
    plan = choose_plan(banks, count=4, seed=4, bank_ids=["mine"], reason="leaving", recent=recent)
    assert {question.ref for question in body(plan)} == {"mine/q2", "other/q0", "other/q1", "other/q2"}
    assert len(choose_plan(banks, count=20, seed=4, reason="leaving").items) == 6
    assert not choose_plan(banks, count=5, seed=4, reason="role").items


def test_the_difficulty_asked_for_comes_first_and_then_the_nearest() -> None:
    questions = (ask("b", n, competency=f"c{n}", difficulty=1 + n % 3) for n in range(9))
    banks = {"b": bank("b", *questions)}
    difficulties = [question.difficulty for question in body(choose_plan(banks, count=8, seed=1, difficulty=1))]
    assert difficulties == [1, 1, 1, 2, 2, 2, 3, 3]


def test_the_same_words_in_two_banks_are_asked_once() -> None:
    copied = bank("copy", *(msgspec.structs.replace(q, bank="copy") for q in GENERAL["general"].questions))
    plan = choose_plan({"copy": copied, **GENERAL}, count=30, seed=1, bank_ids=["copy", "general"])
    texts = [item.question.text for item in plan.items]
    assert len(texts) == len(set(texts)) == 11


def test_an_unknown_bank_is_named_with_those_that_exist() -> None:
    with pytest.raises(BankError, match="genral") as caught:
        choose_plan(GENERAL | {"zoo": whole_bank("zoo")}, count=5, seed=1, bank_ids=["zoo", "genral"])
    assert "general, zoo" in caught.value.mend


def test_a_count_below_one_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="0"):
        choose_plan(GENERAL, count=0, seed=1)


def test_seeds_differ() -> None:
    assert len({tuple(refs(choose_plan(GENERAL, count=6, seed=seed))) for seed in range(20)}) > 10


# Properties


@st.composite
def some_banks(draw: st.DrawFn) -> dict[str, Bank]:
    banks = {}
    for bank_id in draw(st.lists(st.sampled_from(["general", "a", "b", "c"]), min_size=1, unique=True)):
        questions = [
            ask(
                bank_id,
                number,
                draw(st.sampled_from(KINDS)),
                draw(st.sampled_from(["c1", "c2", "c3", "c4", QUESTIONS_TO_ASK])),
                draw(st.sampled_from([None, "role", "match"])),
                draw(st.integers(1, 3)),
            )
            for number in range(draw(st.integers(1, 12)))
        ]
        banks[bank_id] = bank(bank_id, *questions)
    return banks


def choices(banks: Mapping[str, Bank]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(sorted(banks)), unique=True)


COUNT = st.integers(1, 15)
SEED = st.integers(0, 2**31)
REASON = st.sampled_from([None, "role", "match"])
DIFFICULTY = st.sampled_from([None, 1, 2, 3])


@settings(deadline=None)
@given(st.data(), some_banks(), COUNT, SEED, REASON, DIFFICULTY)
def test_a_plan_never_repeats_itself_nor_grows_too_long(
    data: st.DataObject, banks: dict[str, Bank], count: int, seed: int, reason: Reason | None, difficulty: int | None
) -> None:
    chosen = data.draw(choices(banks))
    everything = sorted(question.ref for bank in banks.values() for question in bank.questions)
    recent = data.draw(st.lists(st.sampled_from(everything), unique=True))
    plan = choose_plan(
        banks, count=count, seed=seed, bank_ids=chosen, reason=reason, recent=recent, difficulty=difficulty
    )
    assert len(plan.items) <= count
    assert len(set(refs(plan))) == len(plan.items)
    order = ["opening", "body", "yours", "close"]
    assert parts(plan) == sorted(parts(plan), key=order.index)
    assert all(parts(plan).count(part) <= 1 for part in ("opening", "yours", "close"))
    if reason:
        assert all(question.rehearses == reason for question in body(plan))
        hardness = [question.difficulty for question in body(plan)]
        assert hardness == sorted(hardness)
    else:
        assert all(question.bank in plan.banks for question in body(plan))

    backwards = {bank_id: banks[bank_id] for bank_id in reversed(banks)}
    again = choose_plan(
        backwards,
        count=count,
        seed=seed,
        bank_ids=chosen[::-1],
        reason=reason,
        recent=set(recent),
        difficulty=difficulty,
    )
    assert again == plan


@settings(deadline=None)
@given(some_banks(), st.integers(2, 15), SEED)
def test_no_competency_comes_twice_while_an_unused_one_is_there(banks: dict[str, Bank], count: int, seed: int) -> None:
    plan = choose_plan(banks, count=count, seed=seed)
    fitting = [
        question
        for bank_id in plan.banks
        for question in banks[bank_id].questions
        if question.kind not in ("opening", "closing")
    ]
    asked = [question for question in body(plan) if question.kind != "opening"]
    assert len({question.competency for question in asked}) == min(
        len(asked), len({question.competency for question in fitting})
    )
    if any(question.kind == "opening" for question in body(plan)):
        assert len(asked) == len(fitting)


@settings(deadline=None)
@given(st.data(), some_banks(), COUNT, SEED)
def test_a_recent_question_is_in_the_body_only_where_every_fresh_one_is_too(
    data: st.DataObject, banks: dict[str, Bank], count: int, seed: int
) -> None:
    everything = sorted(question.ref for bank in banks.values() for question in bank.questions)
    recent = set(data.draw(st.lists(st.sampled_from(everything), unique=True)))
    plan = choose_plan(banks, count=count, seed=seed, recent=recent)
    if any(question.ref in recent and question.kind in BODY_KINDS for question in body(plan)):
        fresh = {
            question.ref
            for bank_id in plan.banks
            for question in banks[bank_id].questions
            if question.kind in BODY_KINDS and question.ref not in recent
        }
        assert fresh <= set(refs(plan))


@settings(deadline=None)
@given(some_banks(), COUNT, SEED)
def test_a_plan_is_as_long_as_asked_where_the_chosen_banks_have_the_questions(
    banks: dict[str, Bank], count: int, seed: int
) -> None:
    plan = choose_plan(banks, count=count, seed=seed, bank_ids=sorted(banks))
    usable = [q for bank in banks.values() for q in bank.questions if q.kind != "closing"]
    assert len(plan.items) >= min(count, len(usable))


@pytest.mark.parametrize("reason", [None, *REASONS])
def test_as_many_questions_as_fit_into_the_time(reason: Reason | None) -> None:
    banks = load_banks([paths.shipped_banks()]).banks
    lengths = []
    for minutes in (2, 5, 10, 20, 45):
        plan = choose_plan(banks, count=5, seed=3, minutes=minutes, reason=reason)
        assert seconds(plan) <= minutes * 60 or len(plan.items) == 1
        lengths.append(len(plan.items))
    assert lengths == sorted(lengths)
    ten = choose_plan(banks, count=5, seed=3, minutes=10, reason=reason)
    assert seconds(ten) > 6 * 60
    assert all(question.rehearses == reason for question in body(ten) if reason)
    assert len(body(ten)) >= 2


def test_the_competencies_that_were_named_come_first() -> None:
    plan = choose_plan(GENERAL, count=6, seed=1, competencies=["Competency 1"])
    assert sum(question.competency == "competency 1" for question in body(plan)) == 2


def test_what_is_liked_comes_before_what_is_as_good_otherwise() -> None:
    for question in GENERAL["general"].questions[3:]:
        plan = choose_plan(GENERAL, count=4, seed=1, liking={question.ref: 1.0})
        assert body(plan) == [question]
