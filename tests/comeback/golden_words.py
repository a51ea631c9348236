"""What the comeback asks, says and writes for constructed people, word by word: `python -m tests.comeback.golden_words` writes it anew
into `tests/data/comeback-words.yaml`, whose changes are then read before they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import yaml
from msgspec.structs import replace

from simulator.comeback import audit, fit, flow, jobs, ladder, letters, searching, setbacks, settling, tables, topics
from simulator.comeback.asking import Known
from simulator.comeback.awaiting import Awaited, over, to_go_on, waiting
from simulator.comeback.dates import calendar
from simulator.comeback.day import day, facts, heading, lines
from simulator.comeback.due import called, due, in_a_line
from simulator.comeback.findings import findings
from simulator.comeback.model import (
    PARTS,
    Application,
    Appointment,
    Asked,
    Audited,
    Contact,
    Debrief,
    Feedback,
    IfThen,
    Part,
    Person,
    Reached,
    Skill,
)  # fmt: skip
from simulator.comeback.plan import added, changed, closed, make
from simulator.preparation.model import Interview, Sheet
from tests.comeback.golden import cases

FILE = Path(__file__).parents[1] / "data" / "comeback-words.yaml"
TODAY = "2026-11-24"

JOB = Application(
    id="harbour", employer="Harbour Foods", role="Senior warehouse clerk", area="logistics", sheet="harbour",
    contact=Person(name="Ms Okafor, head of stores", mail="okafor@harbour.example"), posting="We need Excel, a forklift licence.",
    recruiter=Person(name="Lena Brandt", what="recruiter", mail="lena@agency.example"), skills=("Excel", "forklift licence"),
    stages=(Reached(stage="applied", date="2026-11-01"), Reached(stage="interview", date="2026-11-12")),
    interviews=(
        Appointment(date="2026-11-20", hour="10:00", zone="Europe/London", minutes=45, place="Dock 4"), Appointment(date=TODAY),
    ),
    next_action="ring Ms Okafor", due="2026-11-25",
)  # fmt: skip
LEAD = Application(id="mill", employer="Mill Road", role="Receptionist", next_action="send the CV", due=TODAY)
MET = Debrief(
    id="d1", application="harbour", date="2026-11-20", stage="second", outcome="rejected", reason_given="more experience with rotas",
    reason_about=("match",), interviewers=("Ms Okafor", "Tom Field"), talked_about=("the new site in Hull", "night shifts"),
    questions=(Asked(text="Why us?", competency="motivation", went=2), Asked(text="Tell me about a conflict.", competency="conflict", went=5)),
    audit=(Audited(part="homework", step=1, note="knew no figures"), Audited(part="documents", step=4)), nerves=8,
    guesses=("homework",), feedback=(
        Feedback(date="2026-11-22", by="recruiter", text="Answers ran long.", about=("listening and answering",), good="Calm", advice="Say it in two minutes."),
    ),
)  # fmt: skip
OPEN = replace(
    MET, id="d2", outcome="waiting", questions=(*MET.questions, Asked(text="And the night shift?")), feedback=()
)
OFFER = replace(MET, outcome="offer", date="2026-11-23")
RESTED = Debrief(
    id="d3", application="harbour", date="2026-11-20", outcome="rejected", rest_until=TODAY, fun="Swim", left_at="today"
)
BARE = Debrief(id="d4", application="", date=TODAY)
SHEET = Sheet(
    id="mill",
    employer="Mill Road",
    role="Receptionist",
    interview=Interview(date="2026-11-22"),
    posting="A driving licence is required.",
)
FRIEND = Contact(
    id="joan", kind="person", name="Joan Field", mail="joan@mill.example", met="At the job fair", date="2026-11-02",
    next_action="write", due="2026-11-23",
)  # fmt: skip
LEARNING = Skill(id="excel", name="Excel", way="course", how="evening class", why="rotas", cost=0, by="2026-11-20")
STEPS = (
    flow.HOW, flow.TODAY, flow.FUN, flow.ROUND, flow.OUTCOME, flow.REASON, flow.REASON_ABOUT, flow.PEOPLE, flow.TALKED, flow.ASKED,
    flow.COMPETENCY, flow.WENT, flow.FELT, flow.HANDS, flow.FEEDBACK, flow.FEEDBACK_TEXT, flow.FEEDBACK_ABOUT, flow.GOOD, flow.ADVICE,
    flow.GUESSES, *PARTS,
)  # fmt: skip
KNOWN = Known(
    rehearsed={"Why us?": "Why do you want to work here?"}, competencies=("conflict", "motivation"), proposed="motivation",
    practice={"homework": "fine", "documents": "weak"}, seen={"homework": "Three facts were used."},
)  # fmt: skip
OF_LAST = {flow.COMPETENCY, flow.WENT, flow.FEEDBACK_TEXT, flow.FEEDBACK_ABOUT, flow.GOOD, flow.ADVICE}
"""Steps about the question or the feedback that was entered last: there has to be one."""
ANSWERS: tuple[object, ...] = (
    "",
    "go",
    "rest",
    "pass",
    "rejected",
    "offer",
    "employer",
    "recruiter",
    "3",
    "a b,  c",
    ("match", "homework"),
    7,
    None,
)


def words() -> Iterator[tuple[str, object]]:
    """Each with what it is called by."""
    yield from _flow()
    yield from _jobs()
    yield from _letters()
    for name, case in cases().items():
        found = findings(case.debrief, case.earlier, case.practice)
        plan = make(case.debrief, found, case.days, case.asked)
        yield f"findings {name[:2]}", found
        if plan.items and name[:2] in ("04", "22", "28", "29"):
            yield f"plan {name}", plan
            key, later = plan.items[0].key, replace(case.debrief, asked_for_feedback=TODAY)
            changes = added(changed(plan, key, what="mine"), "and this", case.days[0])
            yield (
                f"changed plan {name}",
                (changes, added(changes, "too", case.days[-1]), closed(changes, (), (), later, "2027-01-01")),
            )
            yield f"plan again {name}", make(case.debrief, found, case.days, {}, before=changes)
    for part in PARTS:
        of_part: tuple[dict[Part, audit.Standing], ...] = ({}, {part: "fine"}, {part: "weak"})
        for practice in of_part:
            yield (
                f"audit {part} {practice}",
                [audit.laid_beside(part, step, practice, "seen " * 40) for step in ("1", "3", "5", "pass")],
            )
    yield from _ladder()
    yield (
        "settling",
        [
            (at, settling.word(at), round(settling.fullness(at), 3))
            for at in (0.0, 1.0, 3.9, 4.0, 5.0, 7.0, 9.9, 10.0, 123.0)
        ],
    )
    plans = [setbacks.plan_of(each, "One moment.", TODAY) for each in setbacks.SETBACKS]
    own = IfThen(id="own", when="the bus is late", then=" I ring them. ")
    yield (
        "setbacks",
        [
            (plan, setbacks.sentence(plan))
            for plan in setbacks.in_order([own, replace(own, when="When, "), *reversed(plans)])
        ],
    )
    sentences = (
        "You knew little about us",
        "more experience, a better fit",
        "You were late and rambling",
        "someone else was stronger",
        "",
    )
    yield "topics", [(text, topics.proposed(text), topics.names_another(text)) for text in sentences]
    yield from _search()


def _flow() -> Iterator[tuple[str, object]]:
    for name, debrief in (("met", MET), ("open", OPEN), ("offer", OFFER), ("rested", RESTED), ("bare", BARE)):
        whole = debrief.questions and debrief.feedback
        for step in (
            STEPS if name in ("met", "bare") else (flow.TODAY, flow.OUTCOME, flow.ASKED, flow.HANDS, flow.FEEDBACK)
        ):
            if step in OF_LAST and not whole:
                continue
            yield f"ask {step}, {name}", flow.ask(step, debrief, KNOWN if name != "bare" else Known())
            made = {}
            for answer in ANSWERS:
                after = flow.taken(step, debrief, answer, TODAY)  # type: ignore[arg-type]
                difference = {
                    key: getattr(after, key)
                    for key in after.__struct_fields__
                    if getattr(after, key) != getattr(debrief, key)
                }
                made[repr(answer)] = (difference, flow.following(step, after, answer))
            passed = made["None"]
            yield f"answer {step}, {name}", {key: each for key, each in made.items() if each != passed or key == "None"}
    yield "short way", flow.short_way()
    yield "noted", flow.noted(MET, "enthusiasm", 2, "quiet")


def _jobs() -> Iterator[tuple[str, object]]:
    known = [replace(JOB, id="a", sheet=""), JOB, LEAD]
    awaited = [
        Awaited(application="harbour", employer="Harbour Foods", role="Clerk", date="2026-11-20", sheet="harbour")
    ]
    yield (
        "which job",
        jobs.which(
            awaited,
            known,
            [SHEET, replace(SHEET, id="harbour")],
            [MET, replace(MET, application="a", date="2026-11-02")],
            {"2026-11-20": "Friday"},
        ),
    )
    yield "when", jobs.when()
    yield "asks", [jobs.asks(step) for step in (jobs.EMPLOYER, jobs.ROLE, jobs.DATE)]
    yield "interviewed", [jobs.interviewed(job, on) for job in (JOB, LEAD) for on in ("2026-11-20", "2026-11-21")]
    offered = replace(JOB, stages=(Reached(stage="offer", date=TODAY),))
    yield (
        "outcomes",
        [
            jobs.with_outcome(job, each, TODAY)
            for job in (JOB, LEAD, offered)
            for each in ("waiting", "rejected", "offer")
        ],
    )
    yield (
        "last interview",
        [jobs.last_interview(job, on) for job in (JOB, LEAD) for on in ("2026-11-20", TODAY, "2026-11-19")],
    )
    yield (
        "debrief of",
        [
            jobs.debrief_of([MET, replace(MET, id="z"), OFFER], "harbour", on)
            for on in ("2026-11-20", "2026-11-21", "2026-12-01")
        ],
    )
    yield "awaiting", [over([JOB, LEAD], [SHEET], TODAY, hour) for hour in ("09:00", "23:59")]
    yield "waiting", waiting(over([JOB, LEAD], [SHEET], TODAY, "23:59"), [MET], "2026-11-01")
    yield "to go on", to_go_on([MET, RESTED], TODAY)


def _letters() -> Iterator[tuple[str, object]]:
    agent_only = replace(JOB, contact=None)
    for kind in letters.KINDS:
        for name, known in (
            ("all", letters.Facts(application=JOB, debrief=MET, contact=FRIEND, me="Ada Lovelace", today=TODAY)),
            ("agent", letters.Facts(application=agent_only, debrief=OPEN, me="", today="2026-11-19")),
            (
                "lead",
                letters.Facts(application=LEAD, contact=replace(FRIEND, kind="lead", mail="", met=""), today=TODAY),
            ),
            (
                "event",
                letters.Facts(contact=replace(FRIEND, kind="event", met="while queueing"), me="Ada", today=TODAY),
            ),
            ("bare", letters.Facts()),
        ):
            letter = letters.write(kind, known)
            yield f"letter {kind}, {name}", (letters.as_text(letter).splitlines(), letters.mailto(letter))
        yield (
            f"letter {kind}",
            (
                letters.CALLED[kind],
                letters.EXPECT[kind],
                letters.candidates(kind, {"harbour": JOB, "mill": LEAD}, {"d1": MET}),
            ),
        )
    yield "sent", [letters.sent(kind, MET, TODAY) for kind in ("thanks", "feedback", "reply")]


def _ladder() -> Iterator[tuple[str, object]]:
    for ratings in ((), (8,), (8, 8), (8, 8, 8), (3, 2, 3), (9, 9, 9, 4, 5, 4), (5, 6, 5), (6, 4, 6, 5, 5, 6)):
        for step in (1, 2, ladder.TOP):
            state = ladder.ladder(ladder.Held(step, each) for each in ratings)
            stayed = ladder.step(state, ladder.Held(step, None))
            yield (
                f"ladder {ratings} at {step}",
                (ladder.come_down(ratings), state, ladder.said(state), ladder.said(stayed), stayed.rest),
            )

    refused = [ladder.Ladder()]
    for _ in range(10):
        refused.append(ladder.step(refused[-1], ladder.Held(1, 2)))
    yield "ladder, offers refused", [(each.offered, each.rest) for each in refused]


def _search() -> Iterator[tuple[str, object]]:
    known, debriefs = {"harbour": JOB, "mill": LEAD}, {"d1": MET}
    for on in (date(2026, 11, 20), date(2026, 11, 24), date(2026, 12, 24)):
        found = due(known, debriefs, {"joan": FRIEND}, {"excel": LEARNING}, on, ahead=3)
        yield f"due {on}", (found, in_a_line(found))
    yield "called", [called(JOB), called(LEAD)]
    turned_down = {
        str(number): replace(JOB, id=str(number), interviews=(), stages=(Reached(stage="rejected", date=TODAY),))
        for number in range(4)
    }
    looked = {str(number): replace(MET, id=str(number), application=str(number)) for number in range(3)}
    for name, seen in (
        ("looked back", looked),
        ("guessed", {key: replace(each, feedback=()) for key, each in looked.items()}),
        ("not", {}),
    ):
        yield f"patterns, {name}", [(each, each.question) for each in searching.patterns(turned_down, seen)]
    yield (
        "levels",
        [
            (role, searching.level(role))
            for role in ("Senior clerk", "Junior nurse", "Head of stores", "Baker", "Trainee")
        ],
    )
    own = fit.owned({"mill": SHEET}, {"excel": LEARNING})
    yield "fit", (fit.required(JOB, None), fit.required(LEAD, SHEET), own, fit.fit(("Excel", "Welding"), own, None))
    yield "fit, with nothing", fit.fit(("Excel", "Welding"), (), None)
    yield "csv", [tables.to_csv(Application, [JOB, LEAD]), tables.to_csv(Contact, [FRIEND]), tables.columns(Skill)]
    yield from _tables()
    for then in ("2026-11-20", "2026-11-22", TODAY):
        line = IfThen(id="blank-mind", when="If my mind goes blank", then="One moment.")
        today = day(then, active=SHEET, sheets={"mill": SHEET}, applications=[JOB, LEAD], plans=[line])
        yield f"day {then}", (heading(today), list(facts(today)), list(lines(today)))
    now = datetime(2026, 11, 1, 12, tzinfo=UTC)
    yield "calendar", calendar(known, {"joan": FRIEND}, ZoneInfo("Europe/London"), now).decode().splitlines()


def _tables() -> Iterator[tuple[str, object]]:
    """What is read of tables, and what is said of faults in them."""
    for name, table in (
        ("nothing", ""),
        ("only a header", "employer,role\n"),
        ("no role", "employer,colour,colour\nHarbour,red,blue\n"),
        ("twice", "id,employer,role\na,Harbour,Clerk\na,Mill,Clerk\n"),
        ("too many cells", "employer,role\nHarbour,Clerk,night\n"),
        ("an open quote", 'employer,role\n"Harbour,Clerk\n'),
        ("a bad date", "employer,role,due,interviews\nHarbour,Clerk,soon,tomorrow at ten\n"),
        ("known", "id,employer,role,contact_name,skills\nharbour,Harbour Foods,Clerk,,Excel\n"),
        ("whole", 'employer,role,contact_name,contact_mail,stages,interviews\nMill,Cook,Tom Field,t@mill.example,applied 2026-11-01,"2026-11-20 10:00 Europe/London 60 min, Dock 4"\n'),
    ):  # fmt: skip
        read, faults = tables.from_csv(table, Application, "application", {"harbour": JOB})
        yield f"table, {name}", (read, [tuple(fault) for fault in faults])
    read_skills, faults = tables.from_csv(
        "name,way,progress\nExcel,course,half\nForklift,course,30\n", Skill, "skill", {}
    )
    yield "table, skills", (read_skills, [tuple(fault) for fault in faults])


def told() -> str:
    plain = {title: _said(msgspec.to_builtins(each, order="sorted")) for title, each in words()}
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=140)


def _said(value: object) -> object:
    """Without what is empty, which says nothing to whoever reads it."""
    if isinstance(value, dict):
        return {key: _said(each) for key, each in value.items() if each or (each == 0 and each is not False)}
    return [_said(each) for each in value] if isinstance(value, list | tuple) else value


if __name__ == "__main__":
    FILE.write_text(told(), encoding="utf-8")
