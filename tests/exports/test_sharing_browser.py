"""A friend listens, writes and saves in a real browser, and what they wrote comes back into the session."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from simulator import paths
from simulator.cli import main
from simulator.interview import events as ev
from simulator.sessions import post
from simulator.sessions.store import JOURNAL, open_session
from tests import browser as browsers
from tests.browser import Browser
from tests.exports import hostile
from tests.exports.test_browser import quiet
from tests.exports.test_pages import SAMPLE
from tests.exports.test_sharing import called

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(browsers.missing()), reason=browsers.missing() or "it is here"),
]

NOTE = "#q01-t1 textarea"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browsers.browser(tmp_path_factory.mktemp("profile")) as one:
        yield one


@pytest.fixture
def session(home: Path) -> Path:
    """One of the person's own, with sound."""
    paths.sessions().mkdir(parents=True)
    return Path(shutil.copytree(SAMPLE, paths.sessions() / "2026-11-20-183000-mine"))


@pytest.fixture
def page(session: Path, browser: Browser, tmp_path: Path) -> Path:
    """Shared, and open for the first time; what it saves goes to `tmp_path / "saved"`."""
    assert main(["share", "--to", str(tmp_path / "page.html")]) == 0
    browser.driver.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path / "saved")}
    )
    browser.open(tmp_path / "page.html")
    browser.run("localStorage.clear()")
    browser.open(tmp_path / "page.html")
    return tmp_path / "page.html"


def told(browser: Browser) -> str:
    return str(browser.run("return document.querySelector('#told').textContent"))


def received(browser: Browser, page: Path) -> Path:
    """The file that has just been saved."""
    browser.wait("return document.querySelector('#told').textContent.startsWith('Saved as ')")
    name = told(browser).removeprefix("Saved as ").split(". Send")[0]
    file = page.parent / "saved" / name
    WebDriverWait(browser.driver, 60, 0.02).until(lambda _: file.exists() and file.stat().st_size)
    return file


def write(browser: Browser, selector: str, text: str) -> None:
    """Text that no keyboard has, as if it were pasted."""
    browser.run(
        "const box = document.querySelector(arguments[0]); box.focus(); box.value = arguments[1]; box.dispatchEvent(new Event('input'))",
        selector,
        text,
    )


def test_what_a_friend_writes_survives_closing_comes_back_and_twice_changes_nothing(
    browser: Browser, page: Path, session: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    browser.run("document.querySelector('audio').play()")
    browser.wait("return document.querySelector('audio').currentTime > 1")
    browser.click("#q01-t1 [data-mark=strong]")
    browser.run("document.querySelector('audio').pause()")
    browser.press(NOTE, "clear start")
    start = float(browser.run("return document.querySelectorAll('#q01-t1 .word')[12].dataset.start"))
    browser.click("#q01-t1 .word", 12)
    browser.run("document.querySelector('audio').pause()")
    browser.click("#q01-t1 [data-add]")
    assert told(browser) == f"Noted at 0:{int(start):02}."
    browser.run("document.querySelector('#q01-t1 .mine .at').click(); document.querySelector('audio').pause()")
    browser.press("#q02-t1 textarea", "half a no")
    browser.click("#q02-t1 .points input", 1)
    browser.click("[data-scale=warmth] input", 4)
    browser.click("[data-scale=flow] input", 3)
    browser.press("#remark", "You got calmer.")
    browser.press("#by", "Ann B.")
    quiet(browser, page)

    browser.open(page)
    assert browser.run("return document.querySelector('#q02-t1 textarea').value") == "half a no"
    assert browser.run("return document.querySelectorAll('#q01-t1 .mine li').length") == 2
    assert (
        browser.run("return [...document.querySelectorAll('input:checked')].map((each) => each.value)").count("") == 10
    )
    browser.press("#q02-t1 textarea", Keys.END, "te")
    browser.click("#save")
    file = received(browser, page)
    assert file.name == f"{open_session(session).id}-Ann-B.mock-interview-notes.json"
    assert browser.console() == []

    journal = (session / JOURNAL).read_bytes()
    (changed := file.with_name("changed.json")).write_bytes(file.read_bytes().replace(b"calmer", b"colder"))
    assert main(["merge", str(changed)]) == 1
    assert "is not as your friend saved it" in capsys.readouterr().err
    assert (session / JOURNAL).read_bytes() == journal

    assert main(["merge", str(file)]) == 0
    assert "Ann B.: 2 notes, 1 mark, 1 point heard and 1 rating, now in " in capsys.readouterr().out
    saved = open_session(session)
    notes = {each.text: each for each in saved.events if isinstance(each, ev.Noted) and each.author == "Ann B."}
    assert notes["clear start"].at == pytest.approx(start, abs=0.01)
    assert notes["clear start"].take == "q01-t1"
    assert notes["half a note"].take == "q02-t1"
    (marked,) = [each for each in saved.events if isinstance(each, ev.MomentMarked)]
    assert marked.kind == "strong"
    assert 1 <= marked.at <= 60
    rated = saved.state.estimates["friend:Ann B."]
    assert (rated.scales, rated.remark) == ({"warmth": 5, "flow": 4}, "You got calmer.")
    point = saved.state.plan[1].question.listen_for[1].id
    assert any(
        isinstance(each, ev.PointTicked) and (each.take, each.point) == ("q02-t1", point) for each in saved.events
    )

    once = (session / JOURNAL).read_bytes()
    assert main(["merge", str(file)]) == 0
    assert "nothing new" in capsys.readouterr().out
    assert (session / JOURNAL).read_bytes() == once


def test_it_goes_by_keyboard_alone(browser: Browser, page: Path, session: Path) -> None:
    browser.press("#q01-t1 [data-mark=unclear]", Keys.ENTER)
    assert told(browser) == "Unclear at 0:00."
    browser.press("#q01-t1 .points input", Keys.SPACE)
    browser.press("#q03-t1 textarea", "first line", Keys.ENTER, "second line", Keys.CONTROL, Keys.ENTER, Keys.NULL)
    browser.press("[data-scale=push] input:checked", Keys.ARROW_LEFT, Keys.ARROW_LEFT, Keys.ARROW_LEFT)
    browser.press("#save", Keys.ENTER)
    notes = post.read(received(browser, page)).notes
    assert [(each.kind, each.take, each.at) for each in notes.marks] == [("unclear", "q01-t1", 0.0)]
    assert [(each.take, each.text) for each in notes.notes] == [("q03-t1", "first line\nsecond line")]
    assert len(notes.ticks) == 1
    assert notes.rating is not None
    assert notes.rating.scales == {"push": 3}
    assert browser.run(
        "return [...document.querySelectorAll('button, input, textarea')].every((each) => each.tabIndex === 0)"
    )


def test_what_was_noticed_can_be_changed_and_taken_back(browser: Browser, page: Path) -> None:
    browser.click("#save")
    assert told(browser) == "There is nothing to save yet."
    browser.click("#q01-t1 [data-mark=filler]")
    browser.press(NOTE, "a thougt")
    browser.click("#q01-t1 [data-add]")
    browser.run(
        "[...document.querySelectorAll('#q01-t1 .mine button')].find((each) => each.textContent === 'Change').click()"
    )
    browser.press(NOTE, Keys.END, Keys.BACKSPACE, "ht")
    browser.run("document.querySelector('#q01-t1 .mine li button:last-child').click()")
    assert browser.run("return document.querySelectorAll('#q01-t1 .mine li').length") == 0
    browser.click("#save")
    notes = post.read(received(browser, page)).notes
    assert ([each.text for each in notes.notes], notes.marks, notes.rating) == (["a thought"], (), None)


def test_two_tabs_write_to_the_same_notes(browser: Browser, page: Path) -> None:
    """Also what is written in the older one after the newer one wrote, when it knew nothing of it."""

    def noted(text: str) -> None:
        browser.press(NOTE, text)
        browser.click("#q01-t1 [data-add]")

    said = "return [...document.querySelectorAll('.mine .said')].map((each) => each.textContent)"
    driver = browser.driver
    older = driver.current_window_handle
    noted("one")
    driver.switch_to.new_window("tab")
    try:
        driver.get(page.as_uri())
        assert browser.run(said) == ["one"]
        noted("two")
        browser.click("[data-scale=warmth] input", 4)
        browser.press("#q02-t1 textarea", "half a note")
        newer = driver.current_window_handle
        driver.switch_to.window(older)
        browser.wait("return document.querySelector('#q02-t1 textarea').value === 'half a note'")
        noted("three")
        driver.switch_to.window(newer)
        browser.wait("return document.querySelectorAll('.mine .said').length === 3")
        driver.close()
    finally:
        driver.switch_to.window(older)
    browser.open(page)
    assert sorted(browser.run(said)) == ["one", "three", "two"]
    assert browser.run("return document.querySelector('[data-scale=warmth] input:checked').value") == "5"
    assert browser.run("return document.querySelector('#q02-t1 textarea').value") == "half a note"


HALF = "half a character: "


def test_any_text_comes_back_as_it_was_written_and_is_only_text(
    home: Path, browser: Browser, page: Path, session: Path
) -> None:
    """Of every length to the block of a hash and beyond it, and all that is markup; what is no character becomes a mark."""
    texts = [
        *hostile.ALL,
        hostile.REVERSED,
        '🌸 ü \u2028 \x7f \x1b[31m "\\ end',
        "x" * 10_000,
        *("é" * n for n in range(1, 70)),
    ]
    for text in texts:
        write(browser, NOTE, text)
        browser.run("document.querySelector('#q01-t1 [data-add]').click()")
    browser.run(
        "const box = document.querySelector('#remark'); box.value = arguments[0] + '\\ud83c'; box.dispatchEvent(new Event('input'))",
        HALF,
    )
    write(browser, "#by", hostile.IMAGE)
    shown = browser.run("return [...document.querySelectorAll('#q01-t1 .mine .said')].map((each) => each.textContent)")
    assert shown == texts
    assert browser.run("return window.ran === undefined && document.images.length === 0")
    browser.click("#save")
    file = received(browser, page)
    assert main(["merge", str(file)]) == 0
    saved = open_session(session)
    assert [each.text for each in saved.events if isinstance(each, ev.Noted) and each.author] == texts
    assert saved.state.estimates[f"friend:{hostile.IMAGE}"].remark == f"{HALF}\ufffd"
    browser.open(page)
    assert (
        browser.run("return [...document.querySelectorAll('#q01-t1 .mine .said')].map((each) => each.textContent)")
        == texts
    )
    assert browser.run("return window.ran === undefined && document.images.length === 0")
    assert browser.console() == []


def test_without_anywhere_to_keep_it_and_without_the_browsers_own_hashes_it_saves_all_the_same(
    browser: Browser, page: Path, session: Path
) -> None:
    bare = """
        Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });
        Object.defineProperty(Crypto.prototype, "subtle", { value: undefined });
    """
    script = browser.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": bare})
    try:
        browser.open(page)
        browser.press(NOTE, "kept nowhere")
        assert told(browser) == "This browser keeps nothing for you: save what you wrote before you close the page."
        browser.click("#save")
        assert main(["merge", str(received(browser, page))]) == 0
    finally:
        browser.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)
    assert any(isinstance(each, ev.Noted) and each.text == "kept nowhere" for each in open_session(session).events)


def test_hostile_sessions_are_only_text(home: Path, browser: Browser, tmp_path: Path) -> None:
    called(hostile.session(), hostile.NAME)
    assert main(["share", "--to", str(tmp_path / "page.html")]) == 0
    browser.open(tmp_path / "page.html")
    shown = browser.run("return document.body.innerText")
    for text in hostile.ALL:
        assert text in shown
    assert not set("\u202e\x00\x08\x1b\ufffe") & set(shown)
    assert browser.run("return window.ran === undefined")
    assert browser.run("return [document.scripts.length, document.images.length]") == [1, 0]
    quiet(browser, tmp_path / "page.html")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_nothing_scrolls_sideways_and_everything_is_large_enough_to_be_tapped(
    browser: Browser, page: Path, width: int, scheme: str
) -> None:
    browser.size(width)
    browser.scheme(scheme)
    browser.open(page)
    write(browser, NOTE, "a note " * 40 + "x" * 200)
    browser.run("document.querySelector('#q01-t1 [data-add]').click()")
    assert browser.run("return document.documentElement.scrollWidth") == width
    heights = browser.run("""
        return [...document.querySelectorAll("button, label:has(input), textarea")].map((each) => each.getBoundingClientRect().height)
    """)
    assert min(heights) >= 24
    light = browser.run("return getComputedStyle(document.body).backgroundColor") == "rgb(250, 248, 244)"
    assert light == (scheme == "light")
    browser.size(1200)


def test_what_has_the_focus_is_not_hidden(browser: Browser, page: Path) -> None:
    """Neither by the player, which stays in sight, nor by the line that says what was done."""
    browser.size(390, 800)
    browser.run("document.querySelector('#q01-t1 [data-mark=strong]').click()")
    hidden = browser.run("""
        const within = (each) => {
            each.focus();
            const box = each.getBoundingClientRect();
            const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return each === top || each.contains(top);
        };
        const all = [...document.querySelectorAll("textarea, input, button, .words")];
        return [...all, ...all.reverse()].filter((each) => !within(each)).map((each) => each.outerHTML.slice(0, 80));
    """)
    browser.size(1200)
    assert hidden == []
