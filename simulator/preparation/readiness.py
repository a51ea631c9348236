"""What a prep sheet still lacks before the interview, and how well its stories carry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from simulator.preparation.model import Sheet, Story
from simulator.scoring.relevance import terms
from simulator.scoring.words import tokens_of_text

FACTS = 3
"""So many facts about the employer make one look prepared."""

QUESTIONS = 3
"""So many questions of one's own: some are answered before one can ask them."""

STORIES = 5
"""So many stories carry an interview of behavioural questions without telling one twice."""

USUAL = ("teamwork", "conflict", "mistakes", "achievement", "learning")
"""Competencies that most interviews ask a story for, whatever the job."""

CARRIES = 4
"""Competencies that one story can be told for; with more it is the answer to everything."""


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to have before the interview: its name, and in one sentence what is missing; empty where nothing is. `field` is
    that of the sheet which it is about."""

    name: str
    field: str
    missing: str = ""

    @property
    def ready(self) -> bool:
        return not self.missing


def readiness(sheet: Sheet) -> tuple[Need, ...]:
    """Everything that a prepared person has before the interview, in the order in which it is best done."""
    return (
        _when(sheet),
        _need("Place and format", "interview", sheet.interview.place and sheet.interview.format, _PLACE),
        _need("The way there", "interview", sheet.interview.way and sheet.interview.arrive, _WAY),
        _need("What to wear", "interview", sheet.interview.dress, "Find out what people there wear, and put it ready."),
        _need("Who will ask", "interviewers", sheet.interviewers, "Ask for the names of your interviewers."),
        _count("The employer", "company", len(sheet.company), FACTS, "fact about them", "facts about them"),
        _need("The role's tasks", "tasks", sheet.tasks, "Write down what the role does all day."),
        _need("Required skills", "skills", sheet.skills, "Confirm the skills that the role requires; the posting names them."),
        _need("Why this role", "why_role", sheet.why_role, "Say in a sentence or two why you want this job, and not any."),
        _need("Why leaving", "why_leaving", sheet.why_leaving, "Say why you leave, or left, without blaming anyone."),
        _need("Selling points", "selling_points", sheet.selling_points, "Write down what speaks for you, one sentence each."),
        _need("Strengths and weaknesses", "strengths", sheet.strengths and sheet.weaknesses, _STRENGTHS),
        _concerns(sheet),
        *_transfers(sheet),
        _count("Your questions", "questions", len(sheet.questions), QUESTIONS, "question to ask them", "questions to ask them"),
        _documents(sheet),
        _count("Stories", "stories", len(sheet.stories), STORIES, "story", "stories"),
        *(Need(name=f"Story: {story.title}", field="stories", missing=gap) for story in sheet.stories if (gap := _gap(story))),
        *(Need(name="Story bank", field="stories", missing=each) for each in warnings(sheet)),
    )  # fmt: skip


_PLACE = "Write down where it is (or the link), and how it will be held."
_WAY = "Look up how to get there, and when to be there."
_STRENGTHS = "Write down strengths, and a weakness with what you do about it."


def warnings(sheet: Sheet) -> list[str]:
    """What is wrong with the stories together: a competency that has none (of the skills required, and of those that most
    interviews ask for), and one story that carries everything."""
    if not sheet.stories:
        return []
    found = []
    wanted = list(dict.fromkeys((*sheet.skills, *USUAL)))
    covered = {each: [story for story in sheet.stories if _shows(story, each)] for each in wanted}
    if without := [each for each in wanted if not covered[each]]:
        found.append(f"No story shows: {', '.join(without)}.")
    for story in sheet.stories:
        if len(story.competencies) > CARRIES and len(story.competencies) * 2 > len(_all(sheet)):
            found.append(f"“{story.title}” carries {len(story.competencies)} competencies; give some to another story.")
    return found


def _all(sheet: Sheet) -> set[str]:
    return {each.casefold() for story in sheet.stories for each in story.competencies}


def _shows(story: Story, competency: str) -> bool:
    """By any word that carries meaning."""
    wanted = _words(competency)
    return any(wanted & _words(each) for each in story.competencies)


def _words(text: str) -> set[str]:
    return set(terms(token.norm for token in tokens_of_text(text)))


def _need(name: str, field: str, there: object, missing: str) -> Need:
    return Need(name=name, field=field, missing="" if there else missing)


def _count(name: str, field: str, have: int, enough: int, one: str, many: str) -> Need:
    left = enough - have
    lacking = f"{have} so far; {left} more {one if left == 1 else many} would do."
    return Need(name=name, field=field, missing=lacking if left > 0 else "")


def _when(sheet: Sheet) -> Need:
    lacking = [name for name, there in (("date", sheet.interview.date), ("hour", sheet.interview.hour)) if not there]
    missing = f"Write down the {' and the '.join(lacking)}; the practice plan spreads up to it." if lacking else ""
    return Need(name="Date and hour", field="interview", missing=missing)


def _concerns(sheet: Sheet) -> Need:
    open_ones = [each.concern for each in sheet.concerns if not each.answer]
    if open_ones:
        return Need(name="Their concerns", field="concerns", missing=f"Find an answer to: {'; '.join(open_ones)}")
    return _need(
        "Their concerns", "concerns", sheet.concerns, "Write down what they may hold against you, and your answer."
    )


def _transfers(sheet: Sheet) -> Iterator[Need]:
    """Only for a change of career, which a first line of the map announces."""
    if sheet.transfers:
        open_ones = [each.requirement for each in sheet.transfers if not each.experience]
        missing = f"Which experience of yours meets: {'; '.join(open_ones)}?" if open_ones else ""
        yield Need(name="What carries over", field="transfers", missing=missing)


def _documents(sheet: Sheet) -> Need:
    still = [each.name for each in sheet.documents if not each.ready]
    if still:
        return Need(name="Documents", field="documents", missing=f"Still to do: {', '.join(still)}.")
    return _need(
        "Documents", "documents", sheet.documents, "List what to bring: copies of the CV, references, work samples."
    )


def _gap(story: Story) -> str:
    parts: Sequence[tuple[str, object]] = (
        ("the situation", story.situation),
        ("the task", story.task),
        ("what you did", story.action),
        ("what came of it", story.result),
        ("its key points", story.points),
        ("the competencies that it shows", story.competencies),
    )
    lacking = [name for name, there in parts if not there]
    return f"It still needs {', '.join(lacking)}." if lacking else ""
