"""Letters hold what was entered and nothing else, and are whole whatever is missing."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from simulator.comeback.letters import (
    EXPECT,
    KINDS,
    Facts,
    Letter,
    as_text,
    candidates,
    from_text,
    mailto,
    newest,
    sent,
    write,
)
from simulator.comeback.model import Application, Appointment, Contact, Debrief, Feedback, Person, Reached
from tests.comeback.making import FACTS

FAULTS = {
    "a blank before a sign": r"[ \n][,;:.?]",
    "a sign after a sign": r"[,;:]\s*[,;:.?]|\.\s*[,;:.]|\?\.",
    "two blanks": r"  ",
    "an empty line too many": r"\n\n\n",
    "a blank at an end of a line": r"(?m)^ | $",
    "a value that is none": r"\bNone\b|\bnull\b|\bnan\b",
    "a placeholder": r"\{|\}|\[|\]|<|>|_{2,}|\bX{2,}\b|\bTODO\b|\bTBD\b|\byour name\b|\binsert\b",
    "an empty quote": r"“\s*”|\(\s*\)",
    "a greeting to nobody": r"^Dear\s*,",
    "a word of a list without what follows": r"\b(?:about|with|at|as|of|in|on|and) ?[,.?]",
    "a lonely and": r"\b(?:and|at|of) (?:and|at|of)\b",
}

WORDS_OF_OURS = frozenset(
    re.findall(
        r"[A-Z]\w+",
        "Dear Hello Thank Kind If Could Would What Which Should The We May Monday Tuesday Wednesday Thursday Friday Saturday "
        "Sunday January February March April May June July August September October November December Fifteen Subject To Note Request",
    )
) | {"I", "A"}


def entered(facts: Facts) -> str:
    """Every word of the facts."""
    return repr(facts)


@settings(max_examples=500)
@given(facts=FACTS)
def test_no_fault_and_no_invented_name_in_the_letters_of_five_hundred_people(facts: Facts) -> None:
    for kind in KINDS:
        letter = write(kind, facts)
        for text in (letter.subject, letter.body.removesuffix("\n")):
            for what, pattern in FAULTS.items():
                found = re.search(pattern, text)
                assert not found, f"{what} ({found[0]!r}) in:\n{text}"
        names = {name for name in re.findall(r"\b[A-ZĐŁ]\w+", letter.body) if name not in WORDS_OF_OURS}
        assert all(name in entered(facts) for name in names), "a capital that nobody entered"
        assert letter.body.startswith(("Dear ", "Hello,"))
        assert len(letter.body.split("\n\n")) >= 4
        assert letter.body.endswith(("Kind regards\n", "Lovelace\n", "Ada\n"))
        assert "!" not in letter.body
        assert letter == write(kind, facts)
        assert from_text(as_text(letter)) == letter


@settings(max_examples=100)
@given(letter=st.builds(Letter, to=st.text(max_size=60), subject=st.text(max_size=60), body=st.text(max_size=200)))
def test_nothing_in_a_letter_becomes_a_field_of_the_address(letter: Letter) -> None:
    try:
        letter.body.encode()
        letter.subject.encode()
    except UnicodeEncodeError:
        return  # half a character, which no file holds
    address = mailto(letter)
    assert re.fullmatch(r"mailto:[\w.!~*'()@%+-]*\?subject=[\w.~%-]*&body=[\w.~%-]*", address, re.ASCII)
    fields = parse_qs(urlsplit(address).query, keep_blank_values=True)
    assert set(fields) == {"subject", "body"}
    assert fields["subject"] == [letter.subject]
    assert fields["body"][0] == "\r\n".join(letter.body.strip().splitlines())
    assert unquote(urlsplit(address).path) in ("", letter.to.strip())


JOB = Application(
    id="harbour",
    employer="Harbour Foods",
    role="Warehouse clerk",
    area="logistics",
    contact=Person(name="Ms Okafor, head of stores", mail="okafor@harbour.example"),
    stages=(Reached(stage="rejected", date="2026-11-27"),),
)
MET = Debrief(
    id="harbour-1",
    application="harbour",
    date="2026-11-26",
    outcome="rejected",
    interviewers=("Ms Okafor", "Tom Field"),
    talked_about=("the new site in Hull", "how nights are shared out"),
    reason_given="more experience with rotas",
)
AGENT = Person(name="Lena Brandt", what="recruiter", mail="lena@agency.example")


def test_a_thank_you_note_says_who_what_and_that_one_still_wants_it() -> None:
    letter = write("thanks", Facts(application=JOB, debrief=MET, me="Ada"))
    assert letter.to == "okafor@harbour.example"
    assert letter.body.startswith(
        "Dear Ms Okafor and Tom Field,\n\nThank you all for your time on Thursday 26 November"
    )
    assert "talk about the new site in Hull, and about how nights are shared out." in letter.body
    assert "I remain very interested." in letter.body
    assert letter.body.endswith("Kind regards,\nAda\n")


def test_feedback_is_asked_for_without_defending_and_through_the_recruiter() -> None:
    straight = write("feedback", Facts(application=JOB, debrief=MET))
    assert straight.to == "okafor@harbour.example"
    for asked in (
        "What fell short",
        "What was good?",
        "one piece of advice would you give me for my next application?",
    ):
        assert asked in straight.body
    assert "“more experience with rotas”" in straight.body
    assert not re.search(r"\b(but|however|unfair|disappoint|why did)\b", straight.body)
    through = write("feedback", Facts(application=replace(JOB, recruiter=AGENT), debrief=MET))
    assert through.to == "lena@agency.example"
    assert through.body.startswith("Dear Lena Brandt,")
    assert "how Harbour Foods decided" in through.body
    assert "Could you ask them" in through.body
    early = write("feedback", Facts(application=JOB))
    assert "What fell short in my application?" in early.body


def test_a_reply_keeps_the_door_open_and_thanks_for_feedback_only_where_there_was_some() -> None:
    plain = write("reply", Facts(application=JOB, debrief=MET)).body
    assert "Should something similar come up in logistics" in plain
    assert "Thank you for your feedback" not in plain
    told = replace(MET, feedback=(Feedback(date="2026-11-27", text="Rotas."),))
    assert "Thank you for your feedback" in write("reply", Facts(application=JOB, debrief=told)).body


def test_nobody_is_thanked_for_an_interview_that_was_not_held_and_nobody_is_said_to_be_chosen() -> None:
    asked = sent(
        "feedback", Debrief(id="d", application="harbour", date="2026-11-27", outcome="rejected"), "2026-11-28"
    )
    for kind in ("feedback", "reply"):
        body = write(kind, Facts(application=JOB, debrief=asked, today="2026-11-28")).body
        assert "interview" not in body
        assert "chosen" not in body
    feedback = write("feedback", Facts(application=JOB, debrief=asked, today="2026-11-28")).body
    assert "looking at my application for the role of Warehouse clerk at Harbour Foods" in feedback
    held = replace(JOB, interviews=(Appointment(date="2026-11-20"),))
    assert "interview on Friday 20 November" in write("reply", Facts(application=held, today="2026-11-28")).body
    told = write("feedback", Facts(application=replace(JOB, recruiter=AGENT), debrief=asked)).body
    assert told.count("Harbour Foods") == 1


def test_a_note_to_a_lead_fits_who_it_goes_to() -> None:
    person = Contact(id="joan", name="Joan Reed", met="At the job fair", mail="joan@example.com")
    note = write("outreach", Facts(contact=person))
    assert note.to == "joan@example.com"
    assert "Dear Joan Reed,\n\nWe met at the job fair." in note.body
    lead = Contact(id="second", kind="lead", name="a second shift from spring", met="my neighbour")
    told = write("outreach", Facts(contact=lead)).body
    assert told.startswith("Hello,")
    assert "I heard of this at my neighbour." in told
    assert "because of this: a second shift from spring." in told


def test_the_day_is_that_of_the_last_interview_that_was_held() -> None:
    job = Application(
        id="x", employer="X", role="Y", interviews=(Appointment(date="2026-11-26"), Appointment(date="2026-12-04"))
    )
    assert "on Thursday 26 November" in write("thanks", Facts(application=job, today="2026-11-27")).body


def test_what_can_be_expected_is_said_beside_the_letter_and_not_in_it() -> None:
    assert "Most requests for feedback are not answered" in EXPECT["feedback"]
    for kind in KINDS:
        assert EXPECT[kind] not in write(kind, Facts(application=JOB, debrief=MET)).body


def test_sent_puts_the_day_where_it_belongs() -> None:
    assert sent("thanks", MET, "2026-11-27").thanked == "2026-11-27"
    assert sent("feedback", MET, "2026-11-28").asked_for_feedback == "2026-11-28"
    assert sent("reply", MET, "2026-11-29").replied == "2026-11-29"
    assert sent("outreach", MET, "2026-11-29") == MET


def test_the_likeliest_application_comes_first() -> None:
    other = Application(id="mill", employer="Mill", role="Nurse", interviews=(Appointment(date="2026-11-25"),))
    jobs, debriefs = {"harbour": JOB, "mill": other}, {"harbour-1": MET}
    assert candidates("feedback", jobs, debriefs) == ["harbour"]
    assert candidates("thanks", jobs, debriefs) == ["harbour", "mill"]
    assert candidates("outreach", jobs, debriefs) == ["mill"], "of which no stage is known yet"
    assert newest("mill", debriefs) is None


def test_an_edited_draft_is_read_whatever_is_left_of_its_head() -> None:
    assert from_text("Dear Ada,\n\nTo: be or not.\n") == Letter(to="", subject="", body="Dear Ada,\n\nTo: be or not.\n")
    assert from_text("subject: Hi\nto: a@b.c\n\nText") == Letter(to="a@b.c", subject="Hi", body="Text\n")
    assert from_text("") == Letter(to="", subject="", body="")
