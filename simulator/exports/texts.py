"""A session and progress as Markdown, and answers as subtitles (WebVTT)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from simulator.exports import gather
from simulator.exports.gather import Answer, Session
from simulator.progress import agreement
from simulator.progress.report import Report
from simulator.scoring.card import Evidence, Remark, Score, measured_text
from simulator.sessions.told import Note
from simulator.sessions.views import Views, on_scale_text
from simulator.speech.transcript import Word
from simulator.text import clock_text, plain, score_text

# Markdown


def markdown(session: Session) -> str:
    return "\n".join([*_session(session), *(line for answer in session.answers for line in _answer(answer)), ""])


def _session(session: Session) -> Iterator[str]:
    yield f"# {_md(session.name)}"
    yield ""
    yield session.when
    if not session.saved.finished:
        yield ""
        yield "This session has not come to its end; what is here is what was said so far."
    if session.answers:
        scores = session.scores
        yield ""
        yield f"**Fluency {score_text(scores.fluency)}, preparedness {score_text(scores.preparedness)}**"
        yield ""
        for who, rated in session.forecasts.items():
            said = [
                f"{name} {value}" for name in ("fluency", "preparedness") if (value := getattr(rated, name)) is not None
            ]
            if said:
                yield f"- {_md(who)} said before: {', '.join(said)}"
        if session.nerves:
            yield f"- Nerves, 0 to 10: {', '.join(f'{value} {when}' for when, value in session.nerves.items())}"
        yield from _remark("Worked", scores.worked)
        yield from _remark("Next", scores.next)
    yield from (_note(note) for note in session.notes)
    if session.views is not None:
        yield from _views(session.views)
    if session.audit:
        yield ""
        yield "## The seven parts of an interview"
        yield ""
        yield from (f"- {_capital(each.part)}: {_md(each.text)}" for each in session.audit)


def _views(views: Views) -> Iterator[str]:
    yield ""
    yield "## Three views, 1 to 5"
    yield ""
    for gap in views.gaps:
        yield f"- {_md(gap)}"
    if views.gaps:
        yield ""
    yield f"| | {' | '.join(_md(name) for name in ('you', *views.friends, 'program'))} |"
    yield f"| --- |{' --- |' * (len(views.friends) + 2)}"
    for row in views.scales:
        said = (row.you, *(row.friends.get(name) for name in views.friends))
        cells = [*("–" if step is None else str(step) for step in said), on_scale_text(row.program)]
        yield f"| {_md(row.name)} | {' | '.join(cells)} |"
    if views.remarks:
        yield ""
        yield from (f"- {_md(_capital(name))}: {_md(remark)}" for name, remark in views.remarks.items())


def _answer(answer: Answer) -> Iterator[str]:
    card, shown = answer.card, answer.shown
    yield ""
    yield f"## {gather.place(answer)}: {_md(shown.question)}"
    yield ""
    for paragraph in (shown.text or " ".join(token.text for token in shown.tokens)).splitlines():
        yield f"> {_md(paragraph)}"
    if card is not None:
        yield ""
        yield from _remark("Worked", card.worked)
        yield from _remark("Next", card.next)
        for name, score in (("Fluency", card.fluency), ("Preparedness", card.preparedness)):
            if name == "Preparedness" or not card.typed:
                yield from _score(name, score)
    if shown.marks:
        yield ""
        yield "### Moments"
        yield ""
        for mark in shown.marks:
            points = f", {mark.points:+.1f} points" if mark.points else ""
            text = f": {_md(mark.text)}" if mark.text else ""
            yield f"- {clock_text(mark.start)} {_md(mark.name)}{points}{text}"
    unplaced = [note for note in answer.notes if note.at is None or not shown.marks]
    told = [*(f"- {_md(line)}" for line in gather.remarks(answer)), *(_note(note) for note in unplaced)]
    if told:
        yield ""
        yield "### Notes"
        yield ""
        yield from told


def _score(name: str, score: Score) -> Iterator[str]:
    """Its numbers as a table, then for each how it is made, and below that the words that it is made of."""
    yield ""
    yield f"### {name} {score_text(score.score)}"
    yield ""
    yield "| dimension | score | measured | people commonly |"
    yield "| --- | --- | --- | --- |"
    for key, each in score.dimensions.items():
        cells = (key.replace("_", " "), score_text(each.score), measured_text(each), each.band)
        yield f"| {' | '.join(_md(cell) for cell in cells)} |"
    yield ""
    for key, each in score.dimensions.items():
        yield f"- **{_md(key.replace('_', ' '))}**: {_md(each.formula)}"
        yield from (f"  - {_evidence(found)}" for found in each.evidence)


def _evidence(each: Evidence) -> str:
    parts = [
        clock_text(each.start) if each.start is not None else "",
        f"“{_md(each.text)}”" if each.text else "",
        f"({_md(each.note)})" if each.note else "",
    ]
    return " ".join(filter(None, parts))


def _remark(name: str, remark: Remark | None) -> Iterator[str]:
    if remark is not None:
        at = f" ({clock_text(remark.start)})" if remark.start is not None else ""
        yield f"- {name}: {_md(remark.text)}{at}"


def _note(note: Note) -> str:
    return f"- {f'{clock_text(note.at)} ' if note.at is not None else ''}{_md(note.who)}: {_md(note.said)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def progress_markdown(report: Report) -> str:
    return "\n".join([*_progress(report), ""])


def _progress(report: Report) -> Iterator[str]:
    yield "# Progress"
    for sentence in report.sentences:
        yield ""
        yield _md(sentence)
    if report.weeks:
        yield ""
        yield "| week of | sessions | fluency | preparedness |"
        yield "| --- | --- | --- | --- |"
        for week in report.weeks:
            scores = f"{score_text(week.fluency)} | {score_text(week.preparedness)}"
            yield f"| {week.monday} | {week.sessions} | {scores} |"
    if agreed := agreement.said(report.agreement):
        yield ""
        yield "## Friends and the program"
        yield ""
        yield from (f"- {_md(sentence)}" for sentence in agreed)
    if report.map:
        yield ""
        yield "## Preparedness by competency"
        yield ""
        for competency, weeks in report.map.items():
            told = ", ".join(f"{monday} {score_text(score)}" for monday, score in weeks.items())
            yield f"- {_md(competency)}: {told}"
    if report.bests:
        yield ""
        yield "## Best so far"
        yield ""
        for best in report.bests:
            what = f"in the answer to “{_md(best.question)}”" if best.question else "over a session"
            yield f"- {best.what} {score_text(best.score)} {what}, {best.at:%Y-%m-%d}"


_MARKS = re.compile(r"([\\`*_\[\]<>#|~&!$^])")
_OPENING = re.compile(r"^([-+=](?=\s|[-+=]|$)|\d+(?=[.)](\s|$)))")
"""What begins a list or a heading where it begins a line."""


def _md(text: str) -> str:
    """On one line, with nothing in it that Markdown reads as anything but text."""
    line = _MARKS.sub(r"\\\1", " ".join(plain(text).split()))
    return _OPENING.sub(lambda found: f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}", line)


# Subtitles

LONGEST_SECONDS, LONGEST_TEXT = 7.0, 84
"""Of a cue: what can be read while it is heard, two lines of a film."""

PAUSE, SHORTEST_SECONDS = 1.0, 0.3
_SENTENCE_ENDS = (".", "?", "!", "…")


def subtitles(answer: Answer) -> str:
    """A sentence a cue, and a long one cut where it is too long to read."""
    words = answer.card.transcript.words if answer.card is not None else ()
    cues = list(_cues(words))
    lines = ["WEBVTT", ""]
    for cue, (start, end) in zip(cues, cue_times(cues), strict=True):
        lines += [f"{_stamp(start)} --> {_stamp(end)}", _escaped(" ".join(word.text for word in cue)), ""]
    return "\n".join(lines)


def cue_times(cues: Sequence[Sequence[Word]]) -> list[tuple[float, float]]:
    """From when to when each is shown: until the next one at most."""
    starts = [cue[0].start for cue in cues]
    ends = [max(cue[-1].end, start + SHORTEST_SECONDS) for cue, start in zip(cues, starts, strict=True)]
    limits = [*starts[1:], ends[-1] if ends else 0.0]
    return [(start, max(min(end, limit), start + 0.01)) for start, end, limit in zip(starts, ends, limits, strict=True)]


def _cues(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    start = 0
    for end in range(1, len(words) + 1):
        if end == len(words) or _sentence_ends(words[end - 1], words[end]):
            yield from _readable(words[start:end])
            start = end


def _sentence_ends(word: Word, following: Word) -> bool:
    return word.text.rstrip("\"'”’)").endswith(_SENTENCE_ENDS) or following.start - word.end >= PAUSE


def _readable(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """A sentence, halved until each part can be read: at a comma or a stop if there is one near its middle."""
    length = sum(len(word.text) + 1 for word in words) - 1
    if len(words) < 2 or (length <= LONGEST_TEXT and words[-1].end - words[0].start <= LONGEST_SECONDS):
        yield words
        return
    middle = (words[0].start + words[-1].end) / 2
    half = (words[-1].end - words[0].start) / 2

    def far(place: int) -> float:
        before, word = words[place - 1], words[place]
        comma = before.text.endswith((",", ";", ":", "–", "—"))
        return (
            abs(word.start - middle) - (half * 0.6 if comma else 0.0) - min(word.start - before.end, 1.0) * half * 0.6
        )

    place = min(range(1, len(words)), key=far)
    yield from _readable(words[:place])
    yield from _readable(words[place:])


def _stamp(seconds: float) -> str:
    thousandths = round(max(seconds, 0.0) * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


def _escaped(text: str) -> str:
    line = " ".join(plain(text).split())
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
