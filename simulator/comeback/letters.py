"""Letters around an interview, written from what was entered and from nothing else. What is not known is left out, and the letter is shorter.
Which wording is taken depends on the facts, never on chance. A letter is a draft: the person changes it and sends it, the program never does. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, get_args
from urllib.parse import quote

import msgspec

from simulator.comeback.model import Application, Contact, Debrief, Person
from simulator.text import plain

Kind = Literal["thanks", "feedback", "reply", "outreach"]
KINDS: tuple[Kind, ...] = get_args(Kind)

CALLED: Mapping[Kind, str] = {
    "thanks": "Thank-you note",
    "feedback": "Request for feedback",
    "reply": "Reply to a rejection",
    "outreach": "Note to a lead",
}

EXPECT: Mapping[Kind, str] = {
    "thanks": "It belongs within 24 hours of the interview. A late one is still read.",
    "feedback": "Most requests for feedback are not answered, and that says nothing about you. Asking soon is best.",
    "reply": "Nobody expects this letter. It leaves the door open, and no answer is needed.",
    "outreach": "Most notes like this are not answered. One answer is enough.",
}
"""What can honestly be expected of it; said beside the letter, not in it."""

_PREPOSITION = re.compile(r"(at|in|on|through|via|during|by|when|while|from|over|after|before)\b", re.IGNORECASE)


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What a letter may be written from. `me`: the person's own name, as in the settings; empty where it is not known. `today` (YYYY-MM-DD) tells
    an interview that was held from one that is coming."""

    application: Application | None = None
    debrief: Debrief | None = None
    contact: Contact | None = None
    me: str = ""
    today: str = ""


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """`to`: a mail address, or a name where there is no address, or empty."""

    to: str
    subject: str
    body: str


def write(kind: Kind, facts: Facts) -> Letter:
    """The same facts give the same letter."""
    writers = {"thanks": _thanks, "feedback": _feedback, "reply": _reply, "outreach": _outreach}
    return writers[kind](facts)


# The four letters


def _thanks(facts: Facts) -> Letter:
    agent, names = _agent(facts), _interviewers(facts)
    through = agent if agent is not None and not _mail(_contact(facts)) else None
    employer, day = _employer(facts), _day(facts)
    paragraphs = []
    if through is not None:
        there = " at ".join(filter(None, (_listed(names), employer))) or "everybody who was there"
        paragraphs.append(
            f"Thank you for arranging the interview{day}{_about(facts)}. Would you pass my thanks on to {there}?"
        )
    else:
        all_of_you = "Thank you all" if len(names) > 1 else "Thank you"
        paragraphs.append(f"{all_of_you} for your time{day}, and for the conversation{_about(facts)}.")
    if talked := _talked(facts):
        first, *others = talked
        glad = (
            f"I was glad that we could talk about {first}" if through is None else f"I was glad to talk about {first}"
        )
        paragraphs.append(f"{glad}{f', and about {_listed(others)}' if others else ''}.")
    paragraphs.append(
        "I would like to do this work, and I remain very interested."
        if talked
        else "I remain very interested in the job."
    )
    paragraphs.append("If there is anything else that you would like to know or see, I will gladly send it.")
    whom = [through.name] if through is not None else names
    return _letter(facts, _mail(through or _contact(facts)), whom, _titled("Thank you", facts), paragraphs)


def _feedback(facts: Facts) -> Letter:
    agent, employer, role, debrief = _agent(facts), _employer(facts), _role(facts), facts.debrief
    met = bool(_held(facts))
    paragraphs = []
    if agent is not None:
        decided = f"how {employer} decided" if employer else "the decision"
        paragraphs.append(f"Thank you for letting me know {decided}{f' about the role of {role}' if role else ''}.")
    else:
        for_what = (
            f"the interview{_day(facts)}{_about(facts)}" if met else f"looking at my application{_about(facts, 'for')}"
        )
        paragraphs.append(f"Thank you for {for_what}, and for letting me know your decision, which I respect.")
    reason = _one(debrief.reason_given) if debrief is not None else ""
    if reason:
        paragraphs.append(
            f"The reason that I was given is this: “{reason}”. I would like to understand it a little better."
        )
    paragraphs.append(
        "I want to do better next time. Could you ask them three things for me, or tell me what you heard yourself?"
        if agent is not None
        else "I want to do better next time, and three short answers would help me with that:"
    )
    what = "my interview" if met else "my application"
    paragraphs.append(
        f"- What fell short in {what}?\n- What was good?\n- What one piece of advice would {'they' if agent is not None else 'you'} give me for my next application?"
    )
    paragraphs.append("A sentence or two is enough, by mail or by phone, whichever is easier for you.")
    whom = [agent.name] if agent is not None else _interviewers(facts)
    return _letter(facts, _mail(agent or _contact(facts)), whom, _titled("A request for feedback", facts), paragraphs)


def _reply(facts: Facts) -> Letter:
    agent, employer, debrief = _agent(facts), _employer(facts), facts.debrief
    through = agent if agent is not None and not _mail(_contact(facts)) else None
    paragraphs = ["Thank you for letting me know" + (f", and for the interview{_day(facts)}." if _held(facts) else ".")]
    if debrief is not None and any(each.by == ("recruiter" if through else "employer") for each in debrief.feedback):
        paragraphs[0] += " Thank you for your feedback too: I will work with it."
    work = f"work at {employer}" if employer else "do this work"
    theirs = "their" if through is not None else "your"
    paragraphs.append(
        f"I would have liked to {work}, so I am sorry that it was not to be this time. I respect {theirs} decision."
    )
    if (talked := _talked(facts)) and through is None:
        paragraphs.append(f"I was glad to talk with you about {_listed(talked)}.")
    area = _one(facts.application.area) if facts.application is not None else ""
    again = f"Should something similar come up{f' in {area}' if area else ''}, now or later, I would be glad to hear from you."
    paragraphs.append(again)
    paragraphs.append(f"I wish {'them' if through is not None else 'you'} all the best.")
    whom = [through.name] if through is not None else _interviewers(facts)
    return _letter(
        facts, _mail(through or _contact(facts)), whom, _titled("Thank you for letting me know", facts), paragraphs
    )


def _outreach(facts: Facts) -> Letter:
    contact, application = facts.contact, facts.application
    person = contact is not None and contact.kind == "person"
    paragraphs = []
    if contact is not None and (met := _one(contact.met)):
        where = _lowered(met) if _PREPOSITION.match(met) else f"at {met}"
        paragraphs.append(f"We met {where}." if person else f"I heard of this {where}.")
    area = _one(application.area) if application is not None else ""
    role, employer = _role(facts), _employer(facts)
    looking = f"I am looking for work{f' as {role}' if role else ''}{f' in {area}' if area else ''}"
    if contact is not None and not person:
        paragraphs.append(f"{looking}, and I am writing because of this: {_one(contact.name)}.")
    elif employer:
        paragraphs.append(f"{looking}, and {employer} is a place where I would like to do it.")
    else:
        paragraphs.append(f"{looking}, and I am asking people who may know more than I do.")
    paragraphs.append(
        "May I ask you two or three questions? Fifteen minutes by phone would be plenty, or a few lines by mail."
    )
    paragraphs.append("If you know somebody else whom I could ask, a name helps me just as much.")
    known = _contact(facts)
    names = [contact.name] if contact is not None and person else [known.name] if contact is None and known else []
    mail = _address(contact.mail) if contact is not None else _mail(known)
    subject = f"A question about work{f' as {role}' if role else ''}{f' at {employer}' if employer else ''}"
    return _letter(facts, mail, names, subject, paragraphs)


# What letters are made of


def _letter(facts: Facts, mail: str, names: Sequence[str], subject: str, paragraphs: Sequence[str]) -> Letter:
    called = [name for each in names if (name := _name(each))]
    greeting = f"Dear {_listed(called)}," if called else "Hello,"
    me = _one(facts.me)
    close = f"Kind regards,\n{me}" if me else "Kind regards"
    return Letter(to=mail or _listed(called), subject=subject, body="\n\n".join((greeting, *paragraphs, close)) + "\n")


def _titled(what: str, facts: Facts) -> str:
    return ": ".join(filter(None, (what, _job(facts))))


def _job(facts: Facts) -> str:
    """`Receptionist, Mill Road Dental`, or as much of it as is known."""
    return ", ".join(filter(None, (_role(facts), _employer(facts))))


def _about(facts: Facts, word: str = "about") -> str:
    """` about the role of Receptionist at Mill Road Dental`, or as much of it as is known."""
    role, employer = _role(facts), _employer(facts)
    there = f" at {employer}" if employer else ""
    if role:
        return f" {word} the role of {role}{there}"
    return f" {word} the job{there}" if there else ""


def _role(facts: Facts) -> str:
    return _one(facts.application.role) if facts.application is not None else ""


def _employer(facts: Facts) -> str:
    return _one(facts.application.employer) if facts.application is not None else ""


def _contact(facts: Facts) -> Person | None:
    return facts.application.contact if facts.application is not None else None


def _agent(facts: Facts) -> Person | None:
    """The recruiter, where there is one."""
    agent = facts.application.recruiter if facts.application is not None else None
    return agent if agent is not None and _name(agent.name) else None


def _interviewers(facts: Facts) -> list[str]:
    """Those who asked; where nobody knows their names, the one who is known there."""
    asked = [name for each in (facts.debrief.interviewers if facts.debrief else ()) if (name := _name(each))]
    known = _contact(facts)
    return list(dict.fromkeys(asked)) or ([_name(known.name)] if known is not None and _name(known.name) else [])


def _talked(facts: Facts) -> list[str]:
    talked = facts.debrief.talked_about if facts.debrief is not None else ()
    return list(dict.fromkeys(about for each in talked if (about := _one(each))))


def _held(facts: Facts) -> list[str]:
    """The days of the interviews that were held, as far as it is known."""
    known = [facts.debrief.date] if facts.debrief is not None and facts.debrief.met else []
    if facts.application is not None and facts.today:
        known += [held.date for held in facts.application.interviews if held.date <= facts.today]
    return known


def _day(facts: Facts) -> str:
    """` on Friday 27 November`, or nothing where the date is not known."""
    try:
        at = date.fromisoformat(max(_held(facts), default=""))
    except ValueError:
        return ""
    return f" on {at:%A} {at.day} {at:%B}"


def _mail(person: Person | None) -> str:
    return _address(person.mail) if person is not None else ""


def _address(mail: str) -> str:
    """Empty where it can be none."""
    return mail.strip() if re.fullmatch(r"[^\s@,;<>]+@[^\s@,;<>]+", mail.strip()) else ""


def _name(text: str) -> str:
    """How somebody is addressed: what stands behind a comma or in brackets is what they are there."""
    return _one(re.split(r"[,;(\[]", text)[0])


def _one(text: str) -> str:
    """On one line, without the signs around it that the sentence brings itself."""
    line = " ".join(plain(text).split()).strip(" ,;:.!?…-–")
    return re.sub(r"\s+([,;:.!?])", r"\1", line)


def _lowered(text: str) -> str:
    return text[0].lower() + text[1:]


def _listed(texts: Sequence[str]) -> str:
    """`one`, `one and two`, `one, two and three`."""
    *others, last = texts or ("",)
    return f"{', '.join(others)} and {last}" if others else last


# As a file, and as an address that mail programs open


def as_text(letter: Letter) -> str:
    return f"To: {letter.to}".rstrip() + f"\nSubject: {letter.subject}\n\n{letter.body}"


def from_text(text: str) -> Letter:
    """What an editor left of it. A missing line `To:` or `Subject:` is an empty one; without either all of it is the body."""
    head: dict[str, str] = {}
    lines = text.splitlines()
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or name.strip().casefold() not in ("to", "subject") or name.strip().casefold() in head:
            break
        head[name.strip().casefold()] = value.strip()
    body = "\n".join(lines[len(head) :]).strip()
    return Letter(to=head.get("to", ""), subject=head.get("subject", ""), body=f"{body}\n" if body else "")


def mailto(letter: Letter) -> str:
    """By RFC 6068: everything is percent-encoded, so that nothing in a text can become a field of its own; lines end in CR LF."""
    body = "\r\n".join(letter.body.strip().splitlines())
    to = quote(_address(letter.to), safe="@")
    return f"mailto:{to}?subject={quote(letter.subject, safe='')}&body={quote(body, safe='')}"


# Which letters there are to write


def sent(kind: Kind, debrief: Debrief, day: str) -> Debrief:
    """With the day (YYYY-MM-DD) on which it was sent. A note to a lead leaves no trace here."""
    fields: dict[Kind, str] = {"thanks": "thanked", "feedback": "asked_for_feedback", "reply": "replied"}
    return msgspec.structs.replace(debrief, **{fields[kind]: day}) if kind in fields else debrief


def newest(application: str, debriefs: Mapping[str, Debrief]) -> Debrief | None:
    """The last look back on an interview for this application."""
    own = [each for each in debriefs.values() if each.application == application]
    return max(own, key=lambda each: (each.date, each.id), default=None)


def candidates(kind: Kind, applications: Mapping[str, Application], debriefs: Mapping[str, Debrief]) -> list[str]:
    """The applications that such a letter may be for, the likeliest first."""
    return [id for _, id in sorted(_dated(kind, applications, debriefs), reverse=True)]


def _dated(
    kind: Kind, applications: Mapping[str, Application], debriefs: Mapping[str, Debrief]
) -> Iterator[tuple[str, str]]:
    for each in applications.values():
        debrief = newest(each.id, debriefs)
        rejected = each.stage == "rejected" or (debrief is not None and debrief.outcome == "rejected")
        last = max([debrief.date if debrief else "", *(reached.date for reached in each.stages)])
        if kind == "thanks":
            if debrief is not None or each.interviews:
                yield max([debrief.date if debrief else "", *(held.date for held in each.interviews)]), each.id
        elif each.stage == "lead" if kind == "outreach" else rejected:
            yield last, each.id
