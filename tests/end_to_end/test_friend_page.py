"""A whole session with a friend on their phone: the real program in a terminal, its page in a real browser, questions heard on the virtual loudspeaker,
answers spoken into the virtual microphone; and the replay of what was saved."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from simulator.interview import events as ev
from simulator.sessions import library
from simulator.sessions.store import open_session
from simulator.speech import voice
from simulator.speech.audiofile import read_audio
from tests import browser as browsers
from tests.browser import Browser, browser
from tests.end_to_end.walks import as_wav
from tests.processes import listening
from tests.speech.signals import alike
from tests.terminal import Terminal
from tests.virtual_microphone import SoundServer

pytestmark = [
    pytest.mark.microphone,
    pytest.mark.terminal,
    pytest.mark.timeout(300),
    pytest.mark.skipif(bool(browsers.missing()), reason=browsers.missing() or "it is here"),
]

FOLLOW_UP = "What would you ask of yourself before all others?"
NOTE = "strong ending"
PHONE = (360, 740)


def sees(page: Browser, stage: str) -> None:
    page.wait(f"return document.querySelector('[data-stage={stage}]').offsetParent !== null")


def stands(page: Browser, word: str) -> None:
    page.wait(f"return document.getElementById('standing').textContent === '{word}'")


def taps(page: Browser, selector: str) -> None:
    """What can be tapped, once it can; a second tap right after the first would count as one that slipped."""
    page.wait(f"""
        const button = document.querySelector("{selector}");
        return button && button.getAttribute("aria-disabled") !== "true" && performance.now() - moved >= TWICE;
    """)
    page.click(selector)


def pictured(page: Browser, folder: Path, name: str) -> None:
    (folder / f"{name}.png").write_bytes(page.driver.get_screenshot_as_png())


async def test_a_session_with_a_friend_on_their_phone(
    sound_server: SoundServer, home: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    pictures = tmp_path_factory.mktemp("pictures")
    arguments = ("friend", "--name", "Ada", "--questions", "1", "--seed", "3")
    with (
        sound_server.hear() as heard,
        Terminal(*arguments, home=home, environment=sound_server.variables) as terminal,
        browser(tmp_path / "profile") as page,
    ):
        page.size(*PHONE)
        door = terminal.wait_for(lambda screen: "Nobody is at the door yet." in screen and "Code" in screen)
        url, code = re.search(r"http://\S+/", door), re.search(r"Code\s+(\w+ \w+)", door)
        assert url is not None
        assert code is not None
        assert len(listening(terminal.pid)) == 1

        # In by the code and the candidate's yes.
        page.driver.get(url[0])
        page.press("#code", code[1].lower())
        page.press("#name", "Sam", Keys.ENTER)
        terminal.wait_for("Sam is at the door. Enter lets them in")
        sees(page, "door")
        terminal.press("enter")
        sees(page, "waiting")
        terminal.wait_for("Enter begins")
        terminal.press("enter")
        terminal.wait_for("How nervous", timeout=60)
        terminal.press("enter")

        # A spoken answer, with what the friend does meanwhile.
        sees(page, "interview")
        stands(page, "listening")
        terminal.wait_for("listening")
        speech = sound_server.say(as_wav("jfk", tmp_path))
        page.wait("return document.getElementById('seconds').textContent === '0:03'")
        page.press("#note", NOTE)
        page.click("#points input")
        page.click("[data-mark=strong]")
        page.press("#note", Keys.TAB, Keys.ENTER)
        page.wait(f"return document.getElementById('noted').textContent.includes('{NOTE}')")
        pictured(page, pictures, "interview")
        speech.wait()
        taps(page, "[data-move=over]")
        mine = terminal.wait_for("It is saved.")
        assert "Worked" not in mine
        assert NOTE not in mine

        # Their own follow-up is shown and said aloud.
        page.press("#own", FOLLOW_UP)
        taps(page, "#ask-own")
        terminal.wait_for(FOLLOW_UP)
        terminal.wait_for("listening")
        sound_server.say(as_wav("harv_spk1_1", tmp_path)).wait()
        terminal.press("space")
        taps(page, "[data-move=next]")

        # Both say what they think, and neither has seen a number.
        sees(page, "rating")
        terminal.wait_for("Before the numbers")
        terminal.press_until("enter", "And more closely")
        terminal.press("enter")
        terminal.wait_for("Now Sam says what they think on their page.")
        assert "Preparedness" not in page.driver.find_element(By.TAG_NAME, "main").text
        pictured(page, pictures, "rating")
        page.press("input[name=structure][value='4']", Keys.SPACE)
        page.press("input[name=warmth][value='5']", Keys.SPACE)
        page.press("#remark", "Calm and clear.")
        page.click("#rate")
        terminal.wait_for("And now: how nervous")
        terminal.press("enter")
        sees(page, "ended")
        terminal.wait_for(lambda screen: "Preparedness" in screen and "v three views" in screen, timeout=60)
        assert page.console() == []
        terminal.press("escape")
        terminal.wait_for("Sam is here")
        terminal.press("escape")
        terminal.wait_for("Practise")
        terminal.wait_until(lambda: not listening(terminal.pid))
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0

    saved = open_session(library.find("last"))
    assert saved.finished
    assert not saved.damage
    assert saved.state.session is not None
    assert saved.state.session.people == {"candidate": "Ada", "friend": "Sam"}
    friends = [event for event in saved.events if event.by == "friend"]
    (note,) = (each for each in friends if isinstance(each, ev.Noted))
    (mark,) = (each for each in friends if isinstance(each, ev.MomentMarked))
    assert (note.text, note.take, mark.kind, mark.take) == (NOTE, "q01-t1", "strong", "q01-t1")
    assert note.at is not None
    assert 2 <= note.at <= mark.at <= 15
    assert sum(isinstance(each, ev.PointTicked) for each in friends) == 1
    (asked,) = (each for each in friends if isinstance(each, ev.QuestionAsked))
    assert (asked.text, asked.follow_up, asked.aloud) == (FOLLOW_UP, 1, True)
    said = await voice.render(FOLLOW_UP, tmp_path / "follow-up.wav")
    assert alike(read_audio(said).samples, heard.samples()) >= 0.8
    rating = saved.state.estimates["friend"]
    assert (rating.scales, rating.remark) == ({"structure": 4, "warmth": 5}, "Calm and clear.")
    order = [(type(event), event.by) for event in saved.events]
    assert order.index((ev.SessionRated, "friend")) < order.index((ev.ScoresShown, "program"))

    # The replay shows at its second what the friend noted.
    at = f"{int(note.at) // 60}:{int(note.at) % 60:02}"
    with Terminal("replay", home=home, environment=sound_server.variables) as terminal:
        terminal.wait_for(f"n {at} note by Sam")
        terminal.wait_for("strong, marked by Sam")
        terminal.press_until(".", NOTE)
