"""One thing that worked and one to change, in the person's own words: about what was done, never about who they are."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from simulator.scoring.card import Dimension, Evidence, Remark
from simulator.scoring.norms import NORMS
from simulator.scoring.preparedness import COUNTED, Content, counted_share, filled
from simulator.text import counted

COMMON_PAUSES = 23.4
"""Silent pauses a minute that nine speakers in ten stay below."""

SPARE = 8.0
"""Points below 100 that are not worth a remark."""


class Seen(msgspec.Struct, frozen=True):
    """What the remarks are taken from. `window` in seconds; `lost` are those of speech in which the recogniser made out no words at all."""

    content: Content
    dimensions: dict[str, Dimension]
    typed: bool
    window: float
    lost: float = 0.0


FEWEST_WORDS = 5
"""Praise for fewer would be flattery."""


def worked(seen: Seen, *, short: bool) -> Remark | None:
    """The dimension that won most over what is ordinary; where none did, the best measured one. Of a short answer
    only what it says is remarked on, and of a few words nothing: praise needs something to stand on."""
    if len(seen.content.passage) < FEWEST_WORDS:
        return None
    scores = _scores(seen)
    if short:
        scores = {
            name: score for name, score in scores.items() if name in ("on_the_question", "structure", "specifics")
        }
    gains = {name: NORMS.of(name).weight * (score - NORMS.of(name).ordinary) for name, score in scores.items()}
    standing_out = sorted((name for name in gains if gains[name] > 0), key=lambda name: -gains[name])
    plainly = sorted(scores, key=lambda name: -scores[name])
    remarks = (_said(name, PRAISE[name](seen, seen.dimensions[name])) for name in standing_out + plainly)
    return next((remark for remark in remarks if remark is not None), None)


def to_change(seen: Seen, *, short: bool) -> Remark | None:
    """The dimension that cost most. A short answer is only asked to go on, and one that was lost to be given again: it was not short."""
    words = len(seen.content.passage)
    if seen.lost >= NORMS.general.shortest_seconds:
        return Remark(
            text=f"No words were made out in {seen.lost:.0f} s of speech. Try it once more, nearer to the microphone or where it is quieter, or type it."
        )
    if short:
        so_far = f"Say a little more: {_times(words, 'word')} so far, and a few sentences can be scored."
        return Remark(
            text=so_far if words else "Say a few sentences, so that there is something to look at.", dimension="length"
        )
    losses = _losses(seen)
    ranked = sorted(losses, key=lambda name: -losses[name])
    remarks = (_said(name, ADVICE[name](seen, seen.dimensions[name])) for name in ranked)
    nothing = (
        Remark(text="Nothing here asks for a change. Try the same question with another example.") if words else None
    )
    return next((remark for remark in remarks if remark is not None), nothing)


def _losses(seen: Seen) -> dict[str, float]:
    """What each dimension cost. What an answer lost because it hardly fits its question is a loss of the fit."""
    scores = _scores(seen)
    fit = seen.dimensions.get("on_the_question")
    share = counted_share(fit) if fit is not None else 1.0
    losses = {}
    owed = 0.0
    for name, score in scores.items():
        own = score / share if name in COUNTED else score
        owed += NORMS.of(name).weight * (own - score)
        if own < 100 - SPARE:
            losses[name] = NORMS.of(name).weight * (100 - own)
    if owed > 0:
        losses["on_the_question"] = losses.get("on_the_question", 0.0) + owed
    return losses


def _scores(seen: Seen) -> dict[str, float]:
    return {name: each.score for name, each in seen.dimensions.items() if each.score is not None}


Sentence = tuple[str, float | None]
"""A sentence and the second that it points to."""


def _said(name: str, sentence: Sentence | None) -> Remark | None:
    return None if sentence is None else Remark(text=sentence[0], dimension=name, start=sentence[1])


def _noted(dimension: Dimension, *beginnings: str) -> Evidence | None:
    """The first evidence with words whose note begins like this."""
    return next(
        (
            each
            for beginning in beginnings
            for each in dimension.evidence
            if each.text and each.note.startswith(beginning)
        ),
        None,
    )


# What worked


def _good_pace(seen: Seen, pace: Dimension) -> Sentence | None:
    return f"Your pace is easy to follow: {pace.value:.0f} words a minute.", None


def _good_flow(seen: Seen, flow: Dimension) -> Sentence | None:
    if (flow.value or 0) > COMMON_PAUSES:
        return None
    return f"Your words keep coming: {counted(flow.value or 0, 'pause')} a minute, where 14 to 23 are common.", None


def _good_fillers(seen: Seen, fillers: Dimension) -> Sentence | None:
    words = len(seen.content.passage)
    count = len(fillers.evidence)
    return f"You speak {words} words with {_times(count, 'filler')}.", None


def _good_repairs(seen: Seen, repairs: Dimension) -> Sentence | None:
    return None if repairs.evidence else ("You say each thing once: nothing is begun twice.", None)


def _good_start(seen: Seen, start: Dimension) -> Sentence | None:
    return f"You begin without a long wait: your first word comes after {start.value:.1f} s.", None


def _good_fit(seen: Seen, fit: Dimension) -> Sentence | None:
    heard = _noted(fit, "heard")
    if heard is None:
        return None
    at = next(point.at for point in seen.content.points if point.at is not None)
    return f"You say what they listen for: “{seen.content.passage.around(*at)}”.", heard.start


def _good_structure(seen: Seen, structure: Dimension) -> Sentence | None:
    wordings = {
        "result": "You say what came of it",
        "action": "You say what you did",
        "reason": "You give your reason",
        "example": "You bring an example",
        "answer": "You begin with the answer itself",
        "question": "You ask a question of your own",
    }
    for name, wording in wordings.items():
        if part := _noted(structure, name):
            return f"{wording}: “{part.text}”.", part.start
    return None


def _good_specifics(seen: Seen, specifics: Dimension) -> Sentence | None:
    named = _noted(specifics, "a measured", "number", "tool", "time", "name")
    if named is None:
        return None
    found = next(
        each
        for each in seen.content.specifics
        if seen.content.passage.evidence(each.start, each.end).text == named.text
    )
    around = seen.content.passage.around(found.start, found.end)
    return f"You make it concrete: “{around}”.", named.start


def _good_length(seen: Seen, length: Dimension) -> Sentence | None:
    unit = "words" if seen.typed else "seconds"
    if not seen.typed and (length.value or 0) < 0.4 * seen.window:
        return None  # said fast
    return f"You use the time well: {length.value:.0f} {unit} for a window of {seen.window:.0f} seconds.", None


def _good_conviction(seen: Seen, conviction: Dimension) -> Sentence | None:
    if seen.content.hedges or len(seen.content.passage) < NORMS.preparedness["conviction"].numbers["worth_saying"]:
        return None
    return f"You say it straight: no “maybe” or “kind of” in {len(seen.content.passage)} words.", None


def _nothing(seen: Seen, dimension: Dimension) -> Sentence | None:
    return None


# What to change


def _pace(seen: Seen, pace: Dimension) -> Sentence | None:
    spot = pace.evidence[0] if pace.evidence else None
    start = spot.start if spot else None
    around = f" around “{spot.text}”" if spot else ""
    if (pace.value or 0) > 150:
        return f"Take the pace down{around}: {pace.value:.0f} words a minute over the whole answer.", start
    return (
        f"Let the words come a little quicker{around}: {pace.value:.0f} words a minute, where 120 to 180 are common.",
        start,
    )


def _flow(seen: Seen, flow: Dimension) -> Sentence | None:
    inside = [each for each in flow.evidence if each.note.endswith("inside a clause")] or list(flow.evidence)
    if not inside:
        return "Say each clause through to its end, and breathe after it.", None
    longest = max(inside, key=lambda each: round((each.end or 0.0) - (each.start or 0.0), 2))
    length = longest.note.split(" s ")[0]
    where = f" after “{longest.text}”" if longest.text else ""
    return f"Say the clause through and pause after it: here the words stop for {length} s{where}.", longest.start


def _fillers(seen: Seen, fillers: Dimension) -> Sentence | None:
    count, first = len(fillers.evidence), fillers.evidence[0]
    return (
        f"Try a silent breath where “{first.text}” comes: {_times(count, 'filler')} in {len(seen.content.passage)} words.",
        first.start,
    )


def _repairs(seen: Seen, repairs: Dimension) -> Sentence | None:
    first = repairs.evidence[0]
    return f"Wait for the whole sentence before you begin it: “{first.text}”.", first.start


def _start(seen: Seen, start: Dimension) -> Sentence | None:
    return f"Begin with one plain sentence while you think: the first word comes after {start.value:.1f} s.", 0.0


def _fit(seen: Seen, fit: Dimension) -> Sentence | None:
    missed = [point for point in seen.content.points if not point.covered]
    if missed:
        # A story may well show a point without words that tell of it, so this asks, and asks for what is furthest from all that was said.
        asked = min(missed, key=lambda point: point.meant or 0.0).point.point.rstrip(".")
        return f"They also listen for this, and it was not clearly heard: {asked}.", None
    return "Tie it to the question: one sentence that says which part of it you are answering.", None


def _structure(seen: Seen, structure: Dimension) -> Sentence | None:
    wordings = {
        "result": "Say what came of it: the answer ends before a result.",
        "action": "Say what you did yourself, one step after the other.",
        "answer": "Give the answer itself in your first sentence.",
        "reason": "Say why: one sentence that begins with “because”.",
        "example": "Bring one example: a day, a place, and what you did.",
        "task": "Say what had to be done, and what hung on it.",
        "situation": "Begin with where and when it was.",
        "question": "Have three questions of your own ready.",
    }
    missing = [part.name.split()[0] for part in seen.content.shape.parts if not part.cues]
    name = next((name for name in wordings if name in missing), None)
    if name is not None:
        last = seen.content.passage.tokens[-1].start if name == "result" else None
        return wordings[name], last
    thin = min(seen.content.shape.parts, key=lambda part: part.share)
    return f"Give the {thin.name} more room: it has {thin.share:.0%} of the words.", None


def _specifics(seen: Seen, specifics: Dimension) -> Sentence | None:
    return "Put a number or a name to it: how many, how long, which tool.", None


def _length(seen: Seen, length: Dimension) -> Sentence | None:
    unit = "words" if seen.typed else "s"
    passage, norm = seen.content.passage, NORMS.preparedness["length"]
    wanted = seen.window * norm.numbers["words_per_second"] if seen.typed else seen.window
    goal = f"where about {wanted:.0f} fill the time"
    if (length.value or 0) > wanted:
        return f"Land sooner: {length.value:.0f} {unit}, {goal}.", passage.tokens[-1].start
    if norm.score("share", filled(len(passage), None if seen.typed else length.value, seen.window)) == 100:
        idle = max(length.evidence, key=lambda each: len(each.text), default=None)
        return None if idle is None else (f"Leave out what says little: “{idle.text}”.", idle.start)
    return f"Say more: {length.value:.0f} {unit}, {goal}.", None


def _conviction(seen: Seen, conviction: Dimension) -> Sentence | None:
    first = _noted(conviction, "hedge")
    if first is None:  # it is the words that say little
        return None
    return (
        f"Try it without “{first.text}”: {_times(len(seen.content.hedges), 'hedge')} in {len(seen.content.passage)} words.",
        first.start,
    )


def _times(count: int, what: str) -> str:
    return f"no {what}" if not count else f"one {what}" if count == 1 else f"{count} {what}s"


Wording = Callable[[Seen, Dimension], Sentence | None]

PRAISE: dict[str, Wording] = {
    "pace": _good_pace,
    "flow": _good_flow,
    "fillers": _good_fillers,
    "repairs": _good_repairs,
    "start": _good_start,
    "on_the_question": _good_fit,
    "structure": _good_structure,
    "specifics": _good_specifics,
    "homework": _nothing,
    "length": _good_length,
    "conviction": _good_conviction,
}
ADVICE: dict[str, Wording] = {
    "pace": _pace,
    "flow": _flow,
    "fillers": _fillers,
    "repairs": _repairs,
    "start": _start,
    "on_the_question": _fit,
    "structure": _structure,
    "specifics": _specifics,
    "homework": _nothing,
    "length": _length,
    "conviction": _conviction,
}
