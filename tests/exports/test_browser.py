"""Reports in a real browser: they ask the network for nothing, sound and words go together, and hostile text is only text."""

from __future__ import annotations

import array
import math
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from simulator.exports.gather import gather
from simulator.exports.pages import progress_page, session_page, wins_page
from simulator.paths import HOME_VARIABLE
from simulator.sessions.store import open_session
from tests import browser as browsers
from tests.browser import Browser
from tests.exports import hostile
from tests.exports.reports import goods, progress
from tests.tui import sessions

SAMPLE = Path(__file__).parents[2] / "sessions" / "sample"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(browsers.missing()), reason=browsers.missing() or "it is here"),
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browsers.browser(tmp_path_factory.mktemp("profile")) as one:
        yield one


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A page of each kind, by name."""
    folder = tmp_path_factory.mktemp("pages")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(folder / "home"))
        made = {
            "sample": session_page(gather(SAMPLE)),
            "progress": progress_page(progress(), datetime.fromisoformat("2026-11-27T10:00:00+01:00")),
            "wins": wins_page(goods(), datetime.fromisoformat("2026-11-27T10:00:00+01:00")),
            "hostile": session_page(gather(hostile.session())),
        }
    return {name: written(folder / f"{name}.html", page) for name, page in made.items()}


@pytest.fixture
def sample(pages: dict[str, Path]) -> Path:
    return pages["sample"]


def written(path: Path, page: bytes) -> Path:
    path.write_bytes(page)
    return path


def quiet(browser: Browser, page: Path) -> None:
    """The page asked for nothing but itself and what it holds, and nothing was said on its console."""
    asked = [address for address in browser.requests() if not address.startswith("data:")]
    assert asked == [page.as_uri()]
    assert browser.console() == []


def test_it_plays_lights_the_words_and_asks_the_network_for_nothing(browser: Browser, sample: Path) -> None:
    browser.open(sample)
    browser.run("document.querySelector('audio').play()")
    browser.wait("return document.querySelector('audio').currentTime > 1")
    browser.wait("return document.querySelector('.words .now')")
    lit, at, following = browser.run("""
        const audio = document.querySelector("audio");
        audio.pause();
        const words = [...document.querySelectorAll("#q01-t1 [data-start]")];
        const number = words.findIndex((word) => word.classList.contains("now"));
        return [Number(words[number].dataset.start), audio.currentTime, Number(words[number + 1].dataset.start)];
    """)
    assert lit <= at + 0.1
    assert at - 0.1 <= following
    assert browser.run("return document.querySelectorAll('.now').length") == 1
    assert browser.run("return document.querySelector('.playhead').getAttribute('d')") != "M0,0 V80"
    quiet(browser, sample)


OPEN = "for (const each of document.querySelectorAll('details')) each.open = true"

SEEKED = """
    window.landed = [];
    for (const audio of document.querySelectorAll("audio"))
        audio.addEventListener("seeking", () => window.landed.push(audio.currentTime));
"""


def seeked(browser: Browser) -> float:
    """Where the last seek went to."""
    browser.wait("return window.landed.length > 0")
    return float(browser.run("return window.landed.pop()"))


def test_a_click_on_a_word_plays_from_there(browser: Browser, sample: Path) -> None:
    browser.open(sample)
    browser.run(SEEKED)
    for number in (40, 3, 60):
        start = float(
            browser.run(f"return document.querySelectorAll('#q01-t1 .word[data-start]')[{number}].dataset.start")
        )
        browser.click("#q01-t1 .word[data-start]", number)
        assert seeked(browser) == pytest.approx(start, abs=0.01)
        browser.wait(f"return document.querySelector('audio').currentTime > {start + 0.2}")
        browser.run("document.querySelector('audio').pause(); window.landed = []")
    quiet(browser, sample)


def test_moments_times_and_the_timeline_seek_and_only_one_answer_plays(browser: Browser, sample: Path) -> None:
    browser.open(sample)
    browser.run(SEEKED)
    wanted = float(browser.run("return document.querySelectorAll('#q02-t1 .moments button')[1].dataset.seek"))
    browser.click("#q02-t1 .moments button", 1)
    assert seeked(browser) == pytest.approx(wanted, abs=0.01)
    browser.run(OPEN)
    browser.click("#q01-t1 .evidence button")
    browser.wait("return document.querySelectorAll('audio')[1].paused && !document.querySelectorAll('audio')[0].paused")
    browser.run("document.querySelector('audio').pause(); window.landed = []")
    browser.click("#q03-t1 .timeline")
    seconds = float(browser.run("return document.querySelectorAll('audio')[2].duration"))
    assert seeked(browser) == pytest.approx(seconds / 2, rel=0.05)
    quiet(browser, sample)


def test_the_transcript_goes_by_keyboard(browser: Browser, sample: Path) -> None:
    browser.open(sample)
    browser.wait("return document.querySelector('audio').duration > 0")
    starts = [float(start) for start in browser.run(
        "return [...document.querySelectorAll('#q01-t1 [data-start]')].map((word) => word.dataset.start)"
    )]  # fmt: skip
    before = len([start for start in starts if start <= 0.02])
    browser.press("#q01-t1 .words", Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_LEFT)
    at = browser.run("return document.querySelector('audio').currentTime")
    assert at == pytest.approx(starts[before + 1], abs=0.01)
    browser.wait("return !document.querySelector('audio').seeking && document.querySelector('audio').readyState === 4")
    browser.press("#q01-t1 .words", Keys.SPACE)
    browser.wait(f"return document.querySelector('audio').currentTime > {at + 0.2}")
    browser.press("#q01-t1 .words", Keys.SPACE)
    assert browser.run("return document.querySelector('audio').paused")


def test_a_pause_before_the_first_sound_is_no_fault(browser: Browser, sample: Path) -> None:
    """Whatever begins to play: a word, a moment, the space bar, or another answer meanwhile."""
    browser.open(sample)
    browser.run(OPEN)
    for begin in (
        "document.querySelector('#q01-t1 .word[data-start]').click()",
        "document.querySelector('#q01-t1 [data-seek]').click()",
        "document.querySelector('#q01-t1 .words').dispatchEvent(new KeyboardEvent('keydown', { key: ' ' }))",
    ):
        browser.run(f"{begin}; window.began = !document.querySelector('audio').paused")
        assert browser.run("document.querySelector('audio').pause(); return window.began")
        browser.run(f"document.querySelector('audio').load(); {begin}; document.querySelector('audio').pause()")
        assert browser.run("return document.querySelector('audio').paused")
    browser.click("#q01-t1 .word[data-start]", 3)
    browser.click("#q02-t1 .word[data-start]", 3)
    browser.wait("return document.querySelectorAll('audio')[1].currentTime > 0.5")
    quiet(browser, sample)


def test_the_sound_that_is_heard_is_that_of_the_second(home: Path, browser: Browser, tmp_path: Path) -> None:
    """The pitch of this recording tells its second: 40 Hz more in each."""
    folder = sessions.spoken(of=1, answers=1, said=f"{sessions.SAID} {sessions.SAID}")
    saved = open_session(folder)
    audio = saved.audio(saved.state.takes[0])
    assert audio is not None
    phase, samples = 0.0, array.array("h")
    for number in range(audio.stat().st_size // 2):
        phase += 2 * math.pi * (400 + 40 * number / 16_000) / 16_000
        samples.append(round(9000 * math.sin(phase)))
    audio.write_bytes(samples.tobytes())
    page = written(tmp_path / "page.html", session_page(gather(folder)))
    browser.open(page)
    browser.run("""
        const audio = document.querySelector("audio");
        const context = new AudioContext();
        window.ear = context.createAnalyser();
        window.ear.fftSize = 8192;
        context.createMediaElementSource(audio).connect(window.ear);
        window.ear.connect(context.destination);
        window.pitch = () => {
            const levels = new Float32Array(window.ear.frequencyBinCount);
            window.ear.getFloatFrequencyData(levels);
            const top = levels.indexOf(Math.max(...levels));
            return levels[top] > -60 ? (top * context.sampleRate) / window.ear.fftSize : 0;
        };
    """)
    for number in (70, 10, 45):
        start = float(browser.run(f"return document.querySelectorAll('.words [data-start]')[{number}].dataset.start"))
        browser.click(".words [data-start]", number)
        browser.wait(
            f"const now = document.querySelector('audio').currentTime; return now > {start + 0.5} && now < {start + 5}"
        )
        pitch, now = browser.run("return [window.pitch(), document.querySelector('audio').currentTime]")
        # The ear looks back over 0.17 s, and the loudspeaker is a little behind.
        assert (pitch - 400) / 40 == pytest.approx(now, abs=0.35)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_nothing_scrolls_sideways_and_the_text_is_large_enough(
    browser: Browser, pages: dict[str, Path], width: int, scheme: str
) -> None:
    browser.size(width)
    browser.scheme(scheme)
    for name, page in pages.items():
        browser.open(page)
        browser.run(OPEN)
        assert browser.run("return document.documentElement.scrollWidth") == width, name
        sizes = browser.run("""
            return [...document.querySelectorAll("p, li, dd, td, summary")].map((each) => parseFloat(getComputedStyle(each).fontSize))
        """)
        assert min(sizes) >= 13, name
        light = browser.run("return getComputedStyle(document.body).backgroundColor") == "rgb(250, 248, 244)"
        assert light == (scheme == "light")
    browser.size(1200)


def test_markup_and_script_are_text_and_run_nothing(browser: Browser, pages: dict[str, Path]) -> None:
    page = pages["hostile"]
    browser.open(page)
    browser.run(OPEN)
    shown = browser.run("return document.body.innerText")
    for text in hostile.ALL:
        assert text in shown
    assert browser.run("return document.querySelector('h1').innerText") == hostile.NAME
    assert browser.run("return document.title") == hostile.NAME
    assert browser.run("return window.ran === undefined")
    assert browser.run(
        "return [document.scripts.length, document.images.length, document.querySelectorAll('style').length]"
    ) == [1, 0, 1]
    assert not set("\u202e\x00\x08\x1b\ufffe") & set(shown)
    browser.run("document.querySelector('audio').play()")
    browser.wait("return document.querySelector('audio').currentTime > 0.1")
    quiet(browser, page)


def test_wins_are_text_and_run_nothing(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["wins"])
    shown = browser.run("return document.body.innerText")
    for text in hostile.ALL:
        assert text in shown
    assert browser.run("return window.ran === undefined")
    assert not set("\u202e\x00\x08\x1b\ufffe") & set(shown)
    quiet(browser, pages["wins"])


def test_even_markup_that_got_through_could_not_run(browser: Browser, sample: Path, tmp_path: Path) -> None:
    """The Content-Security-Policy holds where the templates would have failed."""
    broken = sample.read_bytes().replace(
        b"<main>", b"<main><script>window.ran=1</script><img src=https://example.org/x>", 1
    )
    page = written(tmp_path / "page.html", broken)
    browser.open(page)
    assert browser.run("return window.ran === undefined")
    assert [line for line in browser.console() if "Content Security Policy" in line]
    assert browser.run("return document.images[0].naturalWidth") == 0
