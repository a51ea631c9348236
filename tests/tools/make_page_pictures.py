"""Takes the pictures of the friend's page in docs/pictures: `python -m tests.tools.make_page_pictures`.

The real page in Debian's Chromium at the size of a phone, against a real interview with a clock that moves only when told to.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from simulator import paths
from simulator.questions.load import load_bank
from tests.browser import Browser, browser
from tests.friend.guest import PHONE, Guest
from tests.friend.table import table
from tests.tools.make_pictures import PICTURES

ASKED = "disagreement"


def taken(page: Browser, file: Path) -> None:
    page.run("document.activeElement.blur(); scrollTo(0, 0)")
    file.write_bytes(page.driver.get_screenshot_as_png())


def take(folder: Path) -> None:
    """In the middle of an answer, and at the scales after it."""
    bank = load_bank(paths.shipped_banks() / "general.yaml")
    asked = next(each for each in bank.questions if each.id == ASKED)
    with (
        tempfile.TemporaryDirectory() as empty,
        browser(Path(empty) / "profile") as page,
        table(Path(empty) / "sessions", asked) as one,
    ):
        page.size(*PHONE)
        guest = Guest(page, one)
        guest.come_in()
        guest.begin()
        one.pass_time(42)
        guest.reads("#seconds", "0:42")
        guest.tap("#points input")
        guest.has_seen_all()
        taken(page, folder / "friend-page.png")
        one.answer()
        guest.move("next")
        guest.sees("rating")
        page.scheme("dark")
        guest.tap("[name=flow][value='4']")
        taken(page, folder / "friend-rating.png")


if __name__ == "__main__":
    take(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES)
