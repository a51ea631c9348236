"""What is still missing, what a posting asks for, the days that are left, and changing one place of a sheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from simulator.errors import SheetError
from simulator.preparation import editing
from simulator.preparation.files import delete_sheet, load_sheet, load_sheets, save_sheet
from simulator.preparation.model import Concern, Interview, Paper, Sheet, Story, Transfer
from simulator.preparation.posting import propose
from simulator.preparation.readiness import CARRIES, USUAL, readiness, warnings
from simulator.preparation.schedule import THEMES, WHOLE, spread

EMPTY = Sheet(id="mill", employer="Mill Road Dental", role="Receptionist")
STORY = Story(
    id="double",
    title="Two patients at ten",
    competencies=("conflict", "teamwork"),
    situation="Two patients stood at the desk with the same hour.",
    task="One had to wait.",
    action="I asked who had to catch a bus.",
    result="Both were seen by half past.",
    points=("the bus",),
)
FULL = Sheet(
    id="mill",
    employer="Mill Road Dental",
    role="Receptionist",
    interview=Interview(
        date="2027-03-09",
        hour="10:00",
        place="Mill Road 4",
        format="two people",
        way="bus 3",
        arrive="09:45",
        dress="neat",
    ),
    company=("They opened in 1998.", "Four dentists.", "They treat nervous patients."),
    tasks=("Book appointments.",),
    skills=("booking system",),
    strengths=("patience",),
    weaknesses=("I say yes too soon.",),
    selling_points=("I ran a desk alone for two years.",),
    why_role="I like the desk when it is full.",
    why_leaving="The practice closes.",
    concerns=(Concern(concern="No dental experience.", answer="I learnt a vet's system in a week."),),
    interviewers=("Dr Adeyemi",),
    documents=(Paper(name="CV", ready=True),),
    questions=("Who trains me?", "What is hard?", "Why is the job open?"),
    stories=(
        STORY,
        replace(STORY, id="a", title="A", competencies=("mistakes", "learning")),
        replace(STORY, id="b", title="B", competencies=("achievement",)),
        replace(STORY, id="c", title="C", competencies=("booking",)),
        replace(STORY, id="d", title="D", competencies=("patience",)),
    ),
)


# Readiness


def test_a_new_sheet_lacks_everything_and_says_what() -> None:
    needs = readiness(EMPTY)
    assert not any(need.ready for need in needs)
    assert all(need.missing.endswith((".", "?")) for need in needs)
    assert all(hasattr(EMPTY, need.field) for need in needs)


def test_a_full_sheet_lacks_nothing() -> None:
    assert [need.missing for need in readiness(FULL) if not need.ready] == []


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"interview": replace(FULL.interview, hour="")}, "Write down the hour;"),
        ({"company": FULL.company[:1]}, "1 so far; 2 more facts about them would do."),
        ({"concerns": (*FULL.concerns, Concern(concern="A gap of a year"))}, "Find an answer to: A gap of a year"),
        ({"transfers": (Transfer(requirement="rotas"),)}, "Which experience of yours meets: rotas?"),
        ({"documents": (*FULL.documents, Paper(name="References"))}, "Still to do: References."),
        ({"stories": (*FULL.stories, replace(STORY, id="e", result=""))}, "It still needs what came of it."),
        ({"stories": FULL.stories[:4]}, "4 so far; 1 more story would do."),
    ],
)  # fmt: skip
def test_each_gap_is_named(changes: dict[str, object], missing: str) -> None:
    found = [need.missing for need in readiness(replace(FULL, **changes)) if not need.ready]
    assert [each for each in found if each.startswith(missing)], found


def test_a_competency_without_a_story_is_named() -> None:
    assert warnings(EMPTY) == []
    assert warnings(FULL) == []
    only = replace(FULL, stories=(STORY,))
    assert warnings(only) == ["No story shows: booking system, mistakes, achievement, learning."]


def test_one_story_that_carries_everything_is_named() -> None:
    everything = replace(STORY, competencies=USUAL)
    assert len(USUAL) > CARRIES
    found = warnings(replace(FULL, skills=(), stories=(everything, replace(STORY, id="b", competencies=("planning",)))))
    assert found == ["“Two patients at ten” carries 5 competencies; give some to another story."]


# Postings

POSTING = """
Receptionist (m/f/d), Mill Road Dental

We are four dentists by the river.

Your tasks:
- Book appointments, and keep the diary full
- Greet patients who are afraid

What you bring
• An excellent knowledge of Dentally or another booking system
• Two years at a front desk
3) You are calm on the phone

We offer
* 28 days of holiday
* A free check every year

It helps to be fluent in Polish. A first aid certificate would be nice.
"""


def test_a_posting_proposes_its_lists_and_nothing_else() -> None:
    proposed = propose(POSTING)
    assert proposed.tasks == ("Book appointments, and keep the diary full", "Greet patients who are afraid")
    assert proposed.skills == (
        "Dentally or another booking system",
        "Two years at a front desk",
        "calm on the phone",
        "Polish",
        "first aid certificate",
    )


def test_running_text_proposes_what_follows_the_usual_words() -> None:
    text = "You should have experience with payroll, the ability to keep calm, and a driving licence."
    assert propose(text).skills == ("payroll", "keep calm", "driving licence")
    assert propose("Come and work with us, it is lovely here.").skills == ()


@given(st.text(max_size=400))
def test_nothing_is_made_up(text: str) -> None:
    proposed = propose(text)
    folded = text.casefold()
    assert all(each.casefold() in folded for each in (*proposed.skills, *proposed.tasks))


# The days that are left


@given(st.integers(1, 400), st.sets(st.sampled_from(THEMES)))
def test_the_practice_is_spread_in_order_up_to_the_day_before(days: int, done: set[str]) -> None:
    plan = spread(1000, 1000 + days, done)
    assert [each.theme for each in plan] == [theme for theme in THEMES if theme not in done]
    assert sorted(each.day for each in plan) == [each.day for each in plan]
    assert all(1000 <= each.day < 1000 + days for each in plan)
    if days > len(plan) > 1:
        assert plan[0].day == 1000
        assert plan[-1].day <= 1000 + days - 2, "the last day is for rest"
        assert len({each.day for each in plan}) >= len(plan) - 1


def test_on_the_day_itself_and_after_it_there_is_nothing_to_practise() -> None:
    assert spread(1000, 1000, ()) == ()
    assert spread(1000, 0, ()) == ()
    assert spread(1000, 1005, THEMES) == ()
    assert [each.theme for each in spread(1000, 1001, THEMES[:-1])] == [WHOLE]


# Changing one place


def test_a_place_is_read_changed_added_and_taken_out() -> None:
    place: editing.Place = ("stories", 0, "points", 0)
    assert editing.at(FULL, place) == "the bus"
    assert editing.at(editing.put(FULL, place, "the train"), place) == "the train"
    added = editing.put(FULL, ("questions", 3), "And the pay?")
    assert added.questions[3] == "And the pay?"
    assert editing.without(added, ("questions", 0)).questions == (*FULL.questions[1:], "And the pay?")
    with pytest.raises(LookupError):
        editing.at(FULL, ("stories", 9, "title"))


def test_new_entries_are_named_and_their_ids_are_free() -> None:
    story = editing.entry(FULL, "stories", "Double!")
    assert (story.id, story.title) == ("double-2", "Double!")
    assert editing.entry(FULL, "concerns", "A gap") == Concern(concern="A gap")
    assert editing.entry(FULL, "company", "A fact") == "A fact"
    assert editing.identifier("Søren & Co.", ()) == "s-ren-co"
    assert editing.identifier("???", ("sheet",)) == "sheet-2"


# Files


def test_comments_are_kept_beside_what_the_program_writes(tmp_path: Path) -> None:
    path = save_sheet(EMPTY, tmp_path)
    path.write_text(f"# ask Ann about the pay\n{path.read_text()}")
    save_sheet(replace(EMPTY, why_role="The desk."), tmp_path)
    assert load_sheet(path).why_role == "The desk."
    assert "# ask Ann" in path.with_name(f"{path.name}~").read_text()
    assert list(load_sheets(tmp_path).sheets) == ["mill"]


def test_what_could_not_be_read_again_is_not_written(tmp_path: Path) -> None:
    path = save_sheet(EMPTY, tmp_path)
    before = path.read_bytes()
    with pytest.raises(SheetError, match="date"):
        save_sheet(replace(EMPTY, interview=Interview(date="next Tuesday")), tmp_path)
    assert path.read_bytes() == before


def test_a_deleted_sheet_is_gone(tmp_path: Path) -> None:
    path = save_sheet(EMPTY, tmp_path)
    delete_sheet("mill", tmp_path)
    assert not path.exists()
    delete_sheet("mill", tmp_path)


def test_a_posting_keeps_its_lines(tmp_path: Path) -> None:
    path = save_sheet(replace(EMPTY, posting=POSTING.strip()), tmp_path)
    assert "posting: |" in path.read_text()
    kept = load_sheet(path).posting
    assert kept == POSTING.strip()
    assert propose(kept) == propose(POSTING)
