"""The friend's page for everybody: by axe-core, by the W3C's validator, and by the size of what is tapped."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.friend import page
from tests import browser as browsers
from tests.browser import Browser
from tests.exports.test_pages import JAR, REASON
from tests.friend.guest import PHONE, Guest
from tests.friend.table import table

HERE = Path(__file__).parent
LAPTOP = (1000, 700)
NARROWEST = (320, 568)
ZOOMED = (PHONE[0] // 2, PHONE[1] // 2)
"""The phone at 200 %."""

LARGE_ENOUGH = """
    return [...document.querySelectorAll("button, textarea, input:not([type=checkbox]):not([type=radio]), #points label, .steps label")]
        .filter((each) => each.offsetParent !== null)
        .map((each) => [each.id || each.textContent, each.getBoundingClientRect()])
        .filter(([, box]) => box.height < 44 || box.width < 44)
        .map(([name]) => name);
"""

BROKEN_WORDS = """
    const broken = [], range = document.createRange();
    for (const button of document.querySelectorAll("button"))
        for (const [word] of button.textContent.matchAll(/[^\\s-]+/g)) {
            const at = button.textContent.indexOf(word);
            range.setStart(button.firstChild, at);
            range.setEnd(button.firstChild, at + word.length);
            if (range.getClientRects().length > 1) broken.push(word);
        }
    return broken;
"""

needs_browser = pytest.mark.skipif(bool(browsers.missing()), reason=browsers.missing() or "it is here")


@pytest.fixture(scope="module")
def axe(request: pytest.FixtureRequest) -> str:
    """The source of axe-core, fetched once into pytest's cache."""
    folder = request.config.cache.mkdir("axe-core")
    script = folder / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        if shutil.which("npm") is None:
            pytest.skip("npm is not here: apt-get install npm")
        shutil.copy(HERE / "package.json", folder)
        command = ["npm", "install", "--no-save", "--no-package-lock", "--no-audit", "--no-fund"]
        fetched = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if fetched.returncode and "CI" not in os.environ:
            pytest.skip(f"npm could not fetch axe-core: {fetched.stderr.strip()[-200:]}")
        assert fetched.returncode == 0, fetched.stderr
    return script.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browsers.browser(tmp_path_factory.mktemp("profile")) as one:
        yield one


def faults(browser: Browser, axe: str) -> list[str]:
    """What axe-core finds, as `impact rule: where`."""
    browser.run(axe)
    browser.driver.set_script_timeout(60)
    found: list[dict[str, Any]] = browser.driver.execute_async_script("""
        const told = arguments[arguments.length - 1];
        axe.run(document).then(({ violations }) => told(violations), (error) => told([{ id: String(error), nodes: [] }]));
    """)
    return [f"{each.get('impact')} {each['id']}: {[node['target'] for node in each['nodes']]}" for each in found]


@pytest.mark.browser
@needs_browser
def test_each_part_passes_axe_and_is_large_enough_for_a_thumb(browser: Browser, axe: str, tmp_path: Path) -> None:
    def look(stage: str) -> None:
        guest.sees(stage)
        for scheme in ("light", "dark"):
            for size in (LAPTOP, PHONE):
                browser.scheme(scheme)
                browser.size(*size)
                assert faults(browser, axe) == [], (stage, scheme, size)
                assert browser.run("return document.documentElement.scrollWidth") == size[0], (stage, size)
                assert browser.run(LARGE_ENOUGH) == [], (stage, size)
        browser.size(*ZOOMED)
        assert browser.run("return document.documentElement.scrollWidth") == ZOOMED[0], stage
        assert browser.run("return document.getElementById('standing').getClientRects().length") <= 1, stage
        browser.size(*NARROWEST)
        assert browser.run(BROKEN_WORDS) == [], stage
        browser.size(*PHONE)

    with table(tmp_path) as one:
        guest = Guest(browser, one)
        browser.size(*PHONE)
        guest.open()
        look("join")
        guest.write("#code", one.host.door.code)
        guest.write("#name", "Sam")
        guest.tap("#join button")
        look("door")
        guest.let_in()
        look("waiting")
        guest.begin()
        one.pass_time(42)
        guest.tap("#points input")
        guest.tap("[data-mark=strong]")
        guest.reads("#noted", "Strong")
        look("interview")
        one.do(lambda: one.host.feed.share_transcript(True))
        one.answer()
        guest.reads("#said", "I rang the supplier myself")
        look("interview")
        one.cut()
        guest.reads("#lost", "Connection lost")
        guest.browser.wait("return now.live")
        guest.move("next")
        guest.stands("typing")
        one.answer()
        guest.move("next")
        look("rating")
        guest.tap("[name=flow][value='4']")
        guest.rest()
        guest.tap("#rate")
        look("thanks")
        one.do(lambda: one.conductor.rate_session(50, 50))
        look("ended")


@pytest.mark.browser
@needs_browser
def test_motion_is_not_forced_on_anybody(browser: Browser, tmp_path: Path) -> None:
    with table(tmp_path) as one:
        guest = Guest(browser, one)
        guest.open()
        assert browser.run("""
            return [...document.querySelectorAll("*")].every((each) => {
                const style = getComputedStyle(each);
                return style.animationName === "none" && style.transitionDuration === "0s";
            });
        """)


@pytest.mark.skipif(bool(REASON), reason=REASON or "it is here")
def test_the_page_is_valid_html_and_css(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(page.body())
    (tmp_path / "broken.html").write_bytes(page.body().replace(b"</main>", b"</div>", 1))
    names = [str(tmp_path / "page.html"), str(tmp_path / "broken.html")]
    quick = ["java", "-XX:TieredStopAtLevel=1", "-jar", str(JAR), "--stdout"]
    done = subprocess.run([*quick, *names], capture_output=True, text=True, check=False)
    said = done.stdout.splitlines()
    assert [line for line in said if "/broken.html" not in line] == []
    assert any("/broken.html" in line for line in said), done.stderr


def test_it_is_one_sitting_whole_in_itself_and_sets_no_markup() -> None:
    text = page.body().decode()
    assert len(text.splitlines()) < 700
    assert not any(
        word in text
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "http://", "https://")
    )
    assert text.count("<script>") == text.count("<style>") == 1
