"""The friend at the page, in a real browser at the size of a phone."""

from __future__ import annotations

from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser import Browser
from tests.friend.table import Table

PHONE = (360, 740)

ON_TOP = """
    const element = document.querySelector(arguments[0]);
    return element !== null && element.offsetParent !== null && element.getAttribute("aria-disabled") !== "true";
"""
WHOLE = """
    const element = document.querySelector(arguments[0]), box = element.getBoundingClientRect();
    const seen = (x, y) => element.contains(document.elementFromPoint(x, y));
    const across = box.left + box.width / 2;
    return element.offsetParent !== null && seen(across, box.top + 1) && seen(across, box.bottom - 1);
"""
FOCUS = """
    const element = document.activeElement;
    const seen = element.matches(".steps input") ? element.nextSibling : element;
    return [element.matches(arguments[0]), getComputedStyle(seen).outlineStyle !== "none" || element.tabIndex < 0 || element === document.body];
"""


class Guest:
    """`come_in` is the way of every friend; the rest is what they see and do."""

    def __init__(self, browser: Browser, table: Table) -> None:
        self.browser = browser
        self.table = table

    def open(self, fragment: str = "") -> None:
        self.browser.visit(self.table.host.url + fragment)
        self.sees("join")

    def come_in(self, name: str = "Sam") -> None:
        """By the code of the QR code, and the candidate's yes."""
        self.open(f"#{self.table.host.door.code}")
        self.write("#name", name)
        self.browser.press("#name", Keys.ENTER)
        self.let_in()

    def let_in(self) -> None:
        self.sees("door")
        self.table.until(lambda: self.table.host.door.at_door)
        self.table.do(self.table.host.admit)
        self.sees("waiting")

    def begin(self) -> None:
        self.table.begin()
        self.sees("interview")
        self.stands("typing")

    # What is seen

    def sees(self, stage: str) -> None:
        """Until this part of the page is there, and no other."""
        self.browser.wait(f"""
            const shown = [...document.querySelectorAll("[data-stage]")].filter((each) => each.offsetParent !== null);
            return shown.length === 1 && shown[0].dataset.stage === {stage!r};
        """)

    def stands(self, word: str) -> None:
        self.browser.wait(f"return document.getElementById('standing').textContent === {word!r}")

    def reads(self, selector: str, text: str) -> None:
        """Until the text is there, within an element."""
        self.browser.wait(f"return document.querySelector({selector!r}).textContent.includes({text!r})")

    def text(self, selector: str) -> str:
        return str(self.browser.run("return document.querySelector(arguments[0]).innerText", selector))

    def texts(self, selector: str) -> list[str]:
        found = self.browser.run(
            "return [...document.querySelectorAll(arguments[0])].map((each) => each.textContent)", selector
        )
        return [str(text) for text in found]

    def in_view(self, selector: str) -> bool:
        """Whether it is seen whole where the page stands, between what stays on top and at the foot."""
        return bool(self.browser.run(WHOLE, selector))

    def has_seen_all(self) -> None:
        """Until the page has taken in the last event."""
        self.browser.wait(f"return document.querySelector('main').dataset.seen === '{len(self.table.events)}'")

    def quiet(self) -> None:
        """The page asked for nothing but itself and its own socket, and nothing was said on its console."""
        url = self.table.host.url
        assert set(self.browser.requests()) == {url, url.replace("http", "ws") + "socket"}
        assert self.browser.console() == []

    # What is done

    def write(self, selector: str, text: str) -> None:
        self.browser.press(selector, text)

    def tap(self, selector: str, number: int = 0) -> None:
        """What can be tapped, once it can."""
        self.browser.wait(ON_TOP.replace("arguments[0]", repr(selector)))
        self.browser.click(selector, number)

    def move(self, name: str) -> None:
        """Leads the interview, unhurried: a second tap right after the first would count as one that slipped."""
        self.rest()
        self.tap(f"[data-move={name}]")

    def rest(self) -> None:
        """Until a tap is one of its own again."""
        self.browser.wait("return performance.now() - moved >= TWICE")

    # By keyboard

    def keys(self, *keys: str) -> None:
        ActionChains(self.browser.driver).send_keys(*keys).perform()

    def tab_to(self, selector: str) -> None:
        """Goes there by Tab alone; wherever the focus is on the way, it can be seen."""
        for _ in range(120):
            there, visible = self.browser.run(FOCUS, selector)
            assert visible, self.browser.run("return document.activeElement.outerHTML")
            if there:
                return
            self.keys(Keys.TAB)
        raise AssertionError(f"Tab does not lead to {selector}")
