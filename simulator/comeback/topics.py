"""What a rejection can be about, in words: the five common reasons and the seven parts of the audit. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from simulator.comeback.model import PARTS, Part, Topic
from simulator.questions.model import REASONS, Reason

HEARD: Mapping[Reason, tuple[str, str]] = {
    "leaving": ("Why I am leaving was not clear", "questions about why you move on"),
    "role": ("I had not grasped the role", "questions about the job itself"),
    "research": ("I knew too little about them", "questions about the company"),
    "commitment": ("I did not seem to want it enough", "questions about why you want this job"),
    "match": ("My experience did not match", "questions that show what carries over"),
}
"""Each reason as someone hears it, and what is practised for it."""

NAMED: Mapping[Topic, str] = {
    "leaving": "why you move on",
    "role": "the grasp of the role",
    "research": "what you knew about them",
    "commitment": "how much you want the job",
    "match": "how your experience matches",
    "homework": "the homework",
    "first impression": "the first impression",
    "listening and answering": "listening and answering",
    "enthusiasm": "enthusiasm",
    "your questions": "your questions to them",
    "documents": "the documents",
    "close and follow-up": "the close and what follows",
}
"""Each topic as a sentence names it."""

TOPICS: tuple[Topic, ...] = (*REASONS, *PARTS)

PART_OF: Mapping[Topic, Part] = {
    "research": "homework",
    "commitment": "enthusiasm",
    **{part: part for part in PARTS},
}
"""The part of the audit in which a topic shows; the other reasons show in none alone."""

_SIGNS: Mapping[Topic, str] = {
    "leaving": r"leaving|left your|reason for (leaving|moving)|job.?hopp",
    "role": r"(understand|grasp|idea|sense)\w* of (the|this) (role|job|position)|what the (role|job) (is|involves|requires)",
    "research": r"research|knew (too )?little about|know(n|ledge)? (more |much |enough )*(of|about) (us|the (company|firm|organi[sz]ation))",
    "commitment": r"commit|motivat|keen|really want|interest(ed)? in (us|the (role|job))",
    "match": r"experience|qualif|skills?\b|background|(better|closer|stronger) (match|fit)",
    "homework": r"prepar|homework",
    "first impression": r"\blate\b|on time|punctual|dress|appearance|greet|first impression",
    "listening and answering": r"answer|rambl|vague|concise|structur|examples?\b|listen|to the point|communicat",
    "enthusiasm": r"enthusias|energy|energetic|passion|confiden|nervous|quiet|reserved|pushy",
    "your questions": r"questions? (of your own|to us|for us|to ask)|ask(ed)? (us )?(no|few|any) questions?",
    "documents": r"documents?\b|references?\b|portfolio|work samples?|certificates?\b|\bcv\b|résumé|resume\b",
    "close and follow-up": r"follow(ed)?[ -]?up|thank|next steps?",
}

_ELSEWHERE = re.compile(
    r"(stronger|other|another|better|more \w+|internal|different) (candidate|applicant|person|colleague)"
    r"|(someone|somebody) (else|with|who)|internal(ly)? (hire|fill|appoint|candidate)|many (strong )?(candidates|applications|applicants)"
    r"|(closer|better) (match|fit)|position (was|is|has been) (cancelled|withdrawn|filled)|on hold",
    re.I,
)


def proposed(text: str) -> tuple[Topic, ...]:
    """What someone's words are about, as far as single words show it: a proposal for the person to confirm."""
    return tuple(topic for topic in TOPICS if re.search(_SIGNS[topic], text, re.I))


def names_another(text: str) -> bool:
    """Whether someone's words say that somebody else was placed better, or that the job itself went away."""
    return bool(_ELSEWHERE.search(text))
