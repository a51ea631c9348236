"""The debrief as one question after the other: what is asked, what an answer makes of the debrief, and which question comes next. Pure; whoever shows it
saves the debrief after every answer, with `left_at` saying where it goes on."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from simulator.comeback.asking import Ask, Choice, Known
from simulator.comeback.audit import AUDIT, Audit
from simulator.comeback.findings import competition, rehearsed
from simulator.comeback.model import PARTS, Asked, Audited, Date, Debrief, Feedback, Part, Step, Topic
from simulator.comeback.topics import HEARD, NAMED, TOPICS, proposed
from simulator.questions.model import REASONS
from simulator.text import short_line

HOW, TODAY, FUN, JOB = "how", "today", "fun", "job"
OUTCOME, ROUND, REASON, REASON_ABOUT = "outcome", "round", "reason", "reason about"
PEOPLE, TALKED = "people", "talked"
ASKED, COMPETENCY, WENT, FELT, HANDS = "asked", "competency", "went", "felt", "hands"
FEEDBACK, FEEDBACK_TEXT, FEEDBACK_ABOUT = "feedback", "feedback text", "feedback about"
GOOD, ADVICE, GUESSES = "good", "advice", "guesses"
END = ""

GO, SHORT, REST, LETTER, PASS = "go", "short", "rest", "letter", "pass"

BREATH = "Before anything else, breathe out once, slowly. How are you?"
COMFORT = "I am sorry. Being turned down hurts, and it says little about the next time."
IS_IT_TODAY = "Is today the day to look at it? Another day is as good."
WHAT_FUN = "Then not today. What is something that you enjoy, and could do this evening?"
RESTED = "That is a good plan for today: rest is part of it. Everything is saved, and this comes back tomorrow."
GOOD_NEWS = "An offer. You did that: what you prepared, and what you said."

UNNAMED = "asked"
"""The competency of a question that nobody named one for (`questions.lists.UNNAMED`)."""


def ask(step: str, debrief: Debrief, known: Known) -> Ask:
    """`step` is one of those named above, or the name of a part of the audit."""
    if step in PARTS:
        return _audit(next(each for each in AUDIT if each.part == step), debrief, known)
    match step:
        case "how":
            return Ask(text=BREATH, choices=(_choice(GO, "Well enough to look at it", "one question at a time, and nothing is lost"), _choice(REST, "Not today", "it waits, and comes back tomorrow")))  # fmt: skip
        case "today":
            return _today(debrief)
        case "fun":
            return Ask(text=WHAT_FUN, write=debrief.fun)
        case "round" | "outcome" | "reason" | "reason about" | "people" | "talked":
            return _of_the_day(step, debrief)
        case "asked":
            return _asked(debrief)
        case "competency":
            return _competency(debrief, known)
        case "went":
            return Ask(
                text="How did your answer go?",
                about=_last(debrief).text,
                choices=_WENT,
                chosen=str(_last(debrief).went or PASS),
            )
        case "felt":
            return Ask(text="How nervous were you in there?", about=_FELT, scale=True, value=debrief.nerves)
        case "hands":
            return _hands(debrief, known)
        case "feedback" | "feedback text" | "feedback about" | "good" | "advice":
            return _of_feedback(step, debrief)
        case _:
            text = "And what do you think yourself?"
            return _topics(f"{text} Tick what fell short; none is an answer too.", debrief.guesses, "")


def _of_the_day(step: str, debrief: Debrief) -> Ask:
    """Which interview it was, how it ended, and whom one met there."""
    match step:
        case "round":
            rounds = ("by phone or video", "first", "second", "final")
            choices = [_choice(each, each.capitalize()) for each in rounds]
            return Ask(text="Which round was it?", choices=(*choices, _pass()), chosen=debrief.stage or PASS)
        case "outcome":
            return Ask(text="How did it end?", choices=_OUTCOMES, chosen=debrief.outcome)
        case "reason":
            return Ask(
                text="Did they give a reason? Their words, as they wrote or said them.",
                about="Leave it empty if they gave none. That is common, and says nothing about you.",
                write=debrief.reason_given,
                long=True,
            )
        case "reason about":
            return _topics(
                "What is their reason about?",
                debrief.reason_about or proposed(debrief.reason_given),
                debrief.reason_given,
            )
        case "people":
            return Ask(
                text="Who did you talk to? Names, with a comma between them.",
                about="For the thank-you note, within 24 hours.",
                write=", ".join(debrief.interviewers),
            )
        case _:
            return Ask(
                text="What did you talk about that stays with you? A few words, with a comma between them.",
                about="For the same note: it shows them that you listened.",
                write=", ".join(debrief.talked_about),
            )


def _competency(debrief: Debrief, known: Known) -> Ask:
    first = [known.proposed] if known.proposed else []
    others = [each for each in known.competencies if each not in (*first, UNNAMED)]
    choices = [*(_choice(each, each) for each in (*first, *others)), _choice(UNNAMED, "Something else")]
    return Ask(
        text="What is that question about?",
        about=_last(debrief).text,
        choices=tuple(choices),
        chosen=known.proposed or UNNAMED,
    )


def _of_feedback(step: str, debrief: Debrief) -> Ask:
    """What they said themselves."""
    match step:
        case "feedback":
            given = [f"{each.date}, {each.by}: “{short_line(each.text, 60)}”" for each in debrief.feedback]
            return Ask(
                text="Did anyone there say what fell short, or what was good?",
                about="\n".join(given)
                or "What they say is kept apart from what you think yourself, and counts for more.",
                choices=_FEEDBACK,
                chosen=PASS,
            )
        case "feedback text":
            return Ask(text="What did they say? In their words.", write=_heard(debrief).text, long=True)
        case "feedback about":
            heard = _heard(debrief)
            return _topics("What is it about?", heard.about or proposed(heard.text), heard.text)
        case "good":
            return Ask(
                text="And what did they like?",
                about="In their words, if they said so. It is kept where you find it before the next interview.",
                write=_heard(debrief).good,
            )
        case _:
            return Ask(
                text="Was there a piece of advice for the next application?",
                about="One sentence; it goes into your plan as it stands.",
                write=_heard(debrief).advice,
            )


def taken(step: str, debrief: Debrief, answer: str | Sequence[str] | int | None, today: Date) -> Debrief:
    """What an answer makes of the debrief: a key, keys that are ticked, a text or a number; None passes."""
    text = answer if isinstance(answer, str) else ""
    topics = tuple(topic for topic in TOPICS if not isinstance(answer, (str, int)) and topic in (answer or ()))
    if step in PARTS:
        return _with_step(debrief, step, text)
    match step:
        case "how" | "today" if text == GO:
            return replace(debrief, rest_until="")
        case "round":
            return replace(debrief, stage="" if text == PASS else text)
        case "outcome":
            return replace(
                debrief, outcome="offer" if text == "offer" else "rejected" if text == "rejected" else "waiting"
            )
        case "reason":
            return replace(debrief, reason_given=text, reason_about=debrief.reason_about if text else ())
        case "reason about":
            return replace(debrief, reason_about=topics)
        case "people":
            return replace(debrief, interviewers=_listed(text))
        case "talked":
            return replace(debrief, talked_about=_listed(text))
        case "asked":
            settled = tuple(each for each in debrief.questions if each.competency)
            words = " ".join(text.split())
            return replace(debrief, questions=(*settled, Asked(text=words)) if words else settled)
        case "competency":
            return _with_last(debrief, replace(_last(debrief), competency=text or UNNAMED))
        case "went":
            return _with_last(debrief, replace(_last(debrief), went=int(text) if text.isdigit() else None))
        case "felt":
            return replace(debrief, nerves=answer if isinstance(answer, int) else debrief.nerves)
        case "feedback" if text in ("employer", "recruiter"):
            heard = tuple(each for each in debrief.feedback if each.text)
            draft = Feedback(date=today, by="employer" if text == "employer" else "recruiter")
            return replace(debrief, feedback=(*heard, draft))
        case "feedback text":
            heard = debrief.feedback[:-1]
            return replace(debrief, feedback=(*heard, replace(_heard(debrief), text=text)) if text else heard)
        case "feedback about":
            return _with_heard(debrief, replace(_heard(debrief), about=topics))
        case "good":
            return _with_heard(debrief, replace(_heard(debrief), good=" ".join(text.split())))
        case "advice":
            return _with_heard(debrief, replace(_heard(debrief), advice=" ".join(text.split())))
        case "guesses":
            return replace(debrief, guesses=topics)
    return debrief


def following(step: str, debrief: Debrief, answer: object) -> str:
    """The question after an answer; `END` after the last. `debrief` is as the answer left it."""
    rejected, offer = debrief.outcome == "rejected", debrief.outcome == "offer"
    if step in PARTS:
        place = PARTS.index(step) + 1
        return PARTS[place] if place < len(PARTS) else (FEEDBACK if rejected else GUESSES)
    match step:
        case "how":
            return FUN if answer == REST else ROUND if debrief.application else JOB
        case "today":
            return FUN if answer == REST else REASON if debrief.application else JOB
        case "round":
            return REASON if rejected else OUTCOME
        case "outcome":
            return TODAY if rejected else ASKED if offer else PEOPLE
        case "reason":
            return REASON_ABOUT if debrief.reason_given else ASKED
        case "asked":
            return COMPETENCY if debrief.questions and not _last(debrief).competency else FELT
        case "felt":
            return HANDS
        case "hands":
            return END if offer else PARTS[0]
        case "feedback":
            return FEEDBACK_TEXT if answer in ("employer", "recruiter") else GUESSES
        case "feedback text":
            return FEEDBACK_ABOUT if answer else GUESSES
        case "advice":
            return FEEDBACK
        case "guesses" | "fun":
            return END
    return {
        PEOPLE: TALKED,
        TALKED: ASKED,
        REASON_ABOUT: ASKED,
        COMPETENCY: WENT,
        WENT: ASKED,
        FEEDBACK_ABOUT: GOOD,
        GOOD: ADVICE,
    }[step]


# The questions that need more words


def _choice(key: str, label: str, detail: str = "") -> Choice:
    return Choice(key, label, detail)


def _pass() -> Choice:
    return Choice(PASS, "Leave it out")


_OUTCOMES = (
    Choice("waiting", "They have not said yet"),
    Choice("rejected", "They turned me down"),
    Choice("offer", "They made an offer"),
)
_WENT = (
    Choice("1", "1", "I had nothing to say, or lost the thread"),
    Choice("2", "2"),
    Choice("3", "3", "I answered it; the example or the end was thin"),
    Choice("4", "4"),
    Choice("5", "5", "I said what I wanted to say"),
    Choice(PASS, "Leave it out"),
)
_FEEDBACK = (
    Choice("employer", "The employer did", "type it, and say what it is about"),
    Choice("recruiter", "The recruiter did"),
    Choice(PASS, "Nothing, or nothing more"),
)
_FELT = "Type a number from 0 to 10, or just press Enter to pass."


def _today(debrief: Debrief) -> Ask:
    """After a rejection: comfort, then a choice. Whoever rested is met with the letter first, since asking soon is best."""
    letter = (
        [_choice(LETTER, "First ask them what fell short", "a short letter; asking soon is best")]
        if debrief.rest_until and debrief.application and not debrief.asked_for_feedback
        else []
    )
    return Ask(
        text=COMFORT if not debrief.rest_until else "Good to see you again. Nothing here has run away.",
        about=IS_IT_TODAY,
        choices=(
            *letter,
            _choice(GO, "Yes, look at it together", "one question at a time, and nothing is lost"),
            _choice(SHORT, "Only practise a little", "ten minutes, for the reason they gave"),
            _choice(REST, "Not today", "something you enjoy; this comes back tomorrow"),
        ),
    )


def short_way() -> Ask:
    """One choice, then practice."""
    return Ask(
        text="Did they tell you why? Whatever it was can be practised, a little at a time.",
        choices=(
            *(_choice(reason, *HEARD[reason]) for reason in REASONS),
            _choice("none", "They gave no reason", "a little of everything"),
        ),
    )


def _topics(text: str, ticked: Sequence[Topic], quoted: str) -> Ask:
    return Ask(
        text=text,
        about=f"“{short_line(quoted, 140)}”" if quoted else "",
        choices=tuple(_choice(topic, NAMED[topic]) for topic in TOPICS),
        ticked=frozenset(ticked),
    )


def _asked(debrief: Debrief) -> Ask:
    settled = [each for each in debrief.questions if each.competency]
    draft = next((each.text for each in debrief.questions if not each.competency), "")
    return Ask(
        text="What did they ask? One question at a time, as you remember it." if not settled else "And what else?",
        about="\n".join(f"{number}  {short_line(each.text, 70)}" for number, each in enumerate(settled, start=1))
        or "Each goes into a question bank of your own. An empty line goes on.",
        write=draft,
    )


def _hands(debrief: Debrief, known: Known) -> Ask:
    if debrief.outcome == "offer":
        return Ask(text=GOOD_NEWS, about=rehearsed(debrief, known.rehearsed))
    said = [rehearsed(debrief, known.rehearsed), competition(debrief)]
    said.append("What you prepare, say and practise is in your hands; the next questions are about that.")
    return Ask(text="What was in your hands", about="\n\n".join(filter(None, said)))


def _audit(audit: Audit, debrief: Debrief, known: Known) -> Ask:
    answered = next((each for each in debrief.audit if each.part == audit.part), None)
    note = f"Your note: {answered.note}" if answered is not None and answered.note else ""
    return Ask(
        text=f"{audit.part.capitalize()} ({PARTS.index(audit.part) + 1} of {len(PARTS)})",
        about="\n".join(filter(None, (*audit.asks, note))),
        choices=(*(Choice(str(step), str(step), audit.said(step)) for step in range(1, 6)), _pass()),
        chosen=str(answered.step) if answered is not None else PASS,
    )


# What an answer changes


def _listed(text: str) -> tuple[str, ...]:
    return tuple(name for each in text.split(",") if (name := " ".join(each.split())))


def noted(debrief: Debrief, part: Part, step: Step, note: str) -> Debrief:
    """With a note on a part of the audit, at that step."""
    return replace(debrief, audit=_in_order((*_others(debrief, part), Audited(part=part, step=step, note=note))))


def _with_step(debrief: Debrief, step: str, text: str) -> Debrief:
    part = next(each for each in PARTS if each == step)
    if not text.isdigit():
        return replace(debrief, audit=_others(debrief, part))
    note = next((each.note for each in debrief.audit if each.part == part), "")
    return noted(debrief, part, int(text), note)


def _others(debrief: Debrief, part: Part) -> tuple[Audited, ...]:
    return tuple(each for each in debrief.audit if each.part != part)


def _in_order(audit: Sequence[Audited]) -> tuple[Audited, ...]:
    return tuple(sorted(audit, key=lambda each: PARTS.index(each.part)))


def _last(debrief: Debrief) -> Asked:
    return debrief.questions[-1]


def _with_last(debrief: Debrief, asked: Asked) -> Debrief:
    return replace(debrief, questions=(*debrief.questions[:-1], asked))


def _heard(debrief: Debrief) -> Feedback:
    return debrief.feedback[-1]


def _with_heard(debrief: Debrief, feedback: Feedback) -> Debrief:
    return replace(debrief, feedback=(*debrief.feedback[:-1], feedback))
