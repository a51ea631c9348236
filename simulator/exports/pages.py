"""Reports as pages: one file each, which asks the network for nothing. Every text in it is escaped by the templates, and its own style
and script are the only ones that its Content-Security-Policy lets run."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cache
from importlib import resources
from itertools import groupby

import jinja2
import msgspec
from markupsafe import Markup

from simulator import __version__
from simulator.comeback.wins import HEADINGS, NOTHING, Good
from simulator.errors import AudioError
from simulator.exports import drawing, gather
from simulator.exports.gather import Answer, Session
from simulator.exports.sound import TYPE, Stop, going, mp3
from simulator.interview.scales import SCALES
from simulator.progress import agreement
from simulator.progress.report import TOTALS, Report
from simulator.scoring.card import Dimension, measured_text
from simulator.sessions import post
from simulator.sessions.answers import landing
from simulator.sessions.told import both_scores
from simulator.sessions.views import on_scale_text
from simulator.speech.waveform import levels
from simulator.text import clock_text, plain, score_text

Tell = Callable[[int, int], object]
"""Told how many answers are done, of how many."""


class Sounding(msgspec.Struct, frozen=True, kw_only=True):
    """An answer as a page shows it; `sound` is empty for a typed answer, or where the recording is gone."""

    answer: Answer
    sound: str
    timeline: drawing.Timeline | None


def session_page(session: Session, tell: Tell | None = None, stop: Stop = going) -> bytes:
    """A session with its sound. Takes a second or so for a minute of it; `stop` ends that early, by Stopped."""
    sounding = _all_sounding(session, tell, stop)
    return _render("session.html", title=session.name, session=session, answers=sounding)


def share_page(session: Session, words: bool, tell: Tell | None = None, stop: Stop = going) -> bytes:
    """A session for a friend to listen to and to write about, who should not know what the program thinks of it: nothing of that is in
    here. `words`: whether what was said is there to read. Takes as long as `session_page`."""
    origin, key = post.addressed(session.saved)
    return _render(
        "share.html",
        title=session.name,
        style=("report.css", "share.css"),
        script=("report.js", "share.js"),
        session=session,
        answers=_all_sounding(session, tell, stop),
        words=words,
        scales=SCALES,
        origin=origin,
        key=key,
        post=post,
    )


def progress_page(report: Report, today: datetime) -> bytes:
    return _render(
        "progress.html",
        title="Progress",
        report=report,
        scores=drawing.chart(report, TOTALS, drawing.SCORES),
        nerves=drawing.chart(report, ("nerves_after", "nerves_before"), drawing.NERVES),
        forecasts=drawing.chart(report, ("score", "forecast"), drawing.SCORES),
        weeks=drawing.weeks_of(report),
        agreed=agreement.said(report.agreement),
        today=gather.told_time(today.isoformat()),
    )


def wins_page(found: Sequence[Good], today: datetime) -> bytes:
    """What went well, to read before an interview."""
    kinds = [(HEADINGS[kind], list(goods)) for kind, goods in groupby(found, key=lambda good: good.kind)]
    return _render(
        "wins.html", title="What went well", kinds=kinds, nothing=NOTHING, today=gather.told_time(today.isoformat())
    )


def _all_sounding(session: Session, tell: Tell | None, stop: Stop) -> list[Sounding]:
    sounding = []
    for number, answer in enumerate(session.answers):
        sounding.append(_sounding(answer, stop))
        if tell is not None:
            tell(number + 1, len(session.answers))
    return sounding


def _sounding(answer: Answer, stop: Stop) -> Sounding:
    audio = answer.shown.audio
    if audio is None:
        return Sounding(answer=answer, sound="", timeline=None)
    with suppress(AudioError):
        sound = base64.b64encode(mp3(audio, stop)).decode()
        return Sounding(
            answer=answer, sound=f"data:{TYPE};base64,{sound}", timeline=drawing.timeline(answer, levels(audio))
        )
    return Sounding(answer=answer, sound="", timeline=None)


def _render(
    template: str, *, style: Sequence[str] = ("report.css",), script: Sequence[str] = ("report.js",), **values: object
) -> bytes:
    styles, scripts = ("\n".join(map(_file, names)) for names in (style, script))
    policy = "; ".join(
        (
            "default-src 'none'",
            "media-src data:",
            f"style-src '{_hash(styles)}'",
            f"script-src '{_hash(scripts)}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    page = _environment().get_template(template)
    text = page.render(
        values, policy=policy, style=Markup(styles), script=Markup(scripts), program=__version__, drawing=drawing
    )
    return text.encode()


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("simulator.exports"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "clock": clock_text,
        "score": score_text,
        "both": both_scores,
        "value": value,
        "named": lambda name: name.replace("_", " "),
        "place": gather.place,
        "remarks": gather.remarks,
        "landing": landing,
        "on_scale": on_scale_text,
        "tenth": lambda score: min(int(score // 10), 9),
    }
    return environment


def _shown(value: object) -> object:
    """Text in which nothing is hidden: control characters are no HTML, and could turn a line round."""
    return plain(value) if type(value) is str else value


def value(dimension: Dimension) -> str:
    return measured_text(dimension, digits=1)


@cache
def _file(name: str) -> str:
    return resources.files("simulator.exports").joinpath("templates", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
