"""Applications, debriefs and contacts as people enter them: any fact may be missing."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from simulator.comeback.letters import Facts
from simulator.comeback.model import (
    PARTS,
    STAGES,
    Application,
    Appointment,
    Asked,
    Audited,
    Contact,
    Debrief,
    Feedback,
    Person,
    Reached,
)
from simulator.questions.model import REASONS

WORDS = st.sampled_from(
    [
        "Harbour",
        "Foods",
        "Mill",
        "Road",
        "Dental",
        "warehouse",
        "clerk",
        "night",
        "shift",
        "stock",
        "lists",
        "rota",
        "Hull",
        "new",
        "site",
        "a",
        "bigger",
        "team",
        "pallets",
        "GmbH",
        "O'Neill",
        "&",
        "Sons",
        "résumé",
        "Łódź",
        "24/7",
        "nurse",
        "retail",
        "senior",
        "Café",
    ]
)
ENDS = st.sampled_from(["", "", "", ".", "...", ",", " ", "  ", "!", "?", ";", " ,"])


@st.composite
def said(draw: st.DrawFn, most: int = 6) -> str:
    """A few words as somebody types them in a hurry: blanks too many, a stray sign at the end."""
    gap = draw(st.sampled_from([" ", " ", "  ", " , ", "\n"]))
    return gap.join(draw(st.lists(WORDS, min_size=1, max_size=most))) + draw(ENDS)


def maybe(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(st.just(""), strategy)


DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31)).map(date.isoformat)
HOURS = st.times().map(lambda time: f"{time:%H:%M}")
MAILS = st.sampled_from(
    ["ada@example.com", "jobs+n1@mill-road.example", "not a mail", "a@b, c@d", "o'neill@example.com"]
)
PEOPLE = st.sampled_from(
    ["Ms Okafor", "Ms Okafor, head of stores", "Jan Kowalski (HR)", "Dr. Renée Đặng", " Tom  Field ", ","]
)

PERSONS = st.builds(Person, name=PEOPLE, what=maybe(said()), mail=maybe(MAILS))
APPOINTMENTS = st.builds(
    Appointment,
    date=DAYS,
    hour=maybe(HOURS),
    zone=st.sampled_from(["", "", "Europe/London", "America/New_York", "Australia/Lord_Howe"]),
    place=maybe(said()),
)
APPLICATIONS = st.builds(
    Application,
    id=st.just("harbour"),
    employer=said(),
    role=said(),
    area=maybe(said(2)),
    contact=st.none() | PERSONS,
    recruiter=st.none() | PERSONS,
    skills=st.lists(said(), max_size=3).map(tuple),
    stages=st.lists(st.builds(Reached, stage=st.sampled_from(STAGES), date=DAYS), max_size=3).map(tuple),
    interviews=st.lists(APPOINTMENTS, max_size=2).map(tuple),
    next_action=maybe(said()),
    due=maybe(DAYS),
    note=maybe(said()),
)
TOPICS = st.sampled_from([*REASONS, *PARTS])
DEBRIEFS = st.builds(
    Debrief,
    id=st.just("harbour-1"),
    application=st.just("harbour"),
    date=DAYS,
    stage=maybe(said(2)),
    outcome=st.sampled_from(["waiting", "offer", "rejected"]),
    reason_given=maybe(said()),
    interviewers=st.lists(PEOPLE, max_size=4).map(tuple),
    talked_about=st.lists(said(), max_size=4).map(tuple),
    questions=st.lists(st.builds(Asked, text=said()), max_size=2).map(tuple),
    audit=st.lists(st.builds(Audited, part=st.sampled_from(PARTS), step=st.integers(1, 5)), max_size=2).map(tuple),
    guesses=st.lists(TOPICS, max_size=2).map(tuple),
    feedback=st.lists(
        st.builds(Feedback, date=DAYS, by=st.sampled_from(["employer", "recruiter"]), text=said()), max_size=2
    ).map(tuple),
    thanked=maybe(DAYS),
    asked_for_feedback=maybe(DAYS),
    replied=maybe(DAYS),
)
CONTACTS = st.builds(
    Contact,
    id=st.just("joan"),
    kind=st.sampled_from(["person", "event", "lead"]),
    name=said(),
    mail=maybe(MAILS),
    met=maybe(st.one_of(said(), said().map(lambda text: f"At the {text}"))),
    date=maybe(DAYS),
    next_action=maybe(said()),
    due=maybe(DAYS),
    note=maybe(said()),
)
FACTS = st.builds(
    Facts,
    application=st.none() | APPLICATIONS,
    debrief=st.none() | DEBRIEFS,
    contact=st.none() | CONTACTS,
    me=maybe(st.sampled_from(["Ada", "Ada Lovelace", " Ada  Lovelace "])),
    today=DAYS,
)
