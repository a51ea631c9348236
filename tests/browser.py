"""A real browser for tests of pages: Debian's Chromium, driven by selenium. It has an empty profile, and every request that it makes,
and everything that it writes to its console, is kept."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import TimeoutException
from selenium.webdriver import ActionChains
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    "--mute-audio",
    "--hide-scrollbars",
)


def missing() -> str:
    """Why there is no browser here; empty where there is one."""
    if not CHROMIUM or not DRIVER:
        return "Chromium is not here: apt-get install chromium chromium-driver"
    return ""


class Browser:
    """One page, open."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def open(self, page: Path) -> None:
        """Opens a page; what was asked for and said before it is forgotten."""
        self.visit(page.as_uri())

    def visit(self, address: str) -> None:
        """The same, by address."""
        self.driver.get("about:blank")
        self.requests(), self.console()
        self.driver.get(address)

    def press(self, selector: str, *keys: str) -> None:
        """Gives an element the focus and presses keys there."""
        self.run("document.querySelector(arguments[0]).focus()", selector)
        ActionChains(self.driver).send_keys(*keys).perform()

    def click(self, selector: str, number: int = 0) -> None:
        """Clicks where a person would: on what is on top there."""
        element = self.driver.find_elements(By.CSS_SELECTOR, selector)[number]
        self.run("arguments[0].scrollIntoView({block: 'center'})", element)
        ActionChains(self.driver).move_to_element(element).click().perform()

    def run(self, script: str, *arguments: object) -> Any:
        """What a function body returns; it runs outside of the page's Content-Security-Policy."""
        return self.driver.execute_script(script, *arguments)

    def wait(self, script: str) -> Any:
        """Until a function body returns something true."""
        try:
            return WebDriverWait(self.driver, 60, 0.02).until(lambda driver: driver.execute_script(script))
        except TimeoutException as error:
            sounds = self.run("""
                return [...document.querySelectorAll("audio")].map((each) => [
                    each.readyState, each.networkState, each.paused, each.seeking, each.currentTime, each.duration,
                    each.error && each.error.message
                ]);
            """)
            raise AssertionError(f"not within a minute: {script}; sounds: {sounds}; {self.console()}") from error

    def size(self, width: int, height: int = 800) -> None:
        """Of the page, as a phone or a screen of that size shows it."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def scheme(self, name: str) -> None:
        """`light` or `dark`."""
        features = [{"name": "prefers-color-scheme", "value": name}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def requests(self) -> list[str]:
        """The address of everything that was asked for since the last call, sockets among them."""
        entries = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        asked = [each["params"]["request"]["url"] for each in entries if each["method"] == "Network.requestWillBeSent"]
        return asked + [each["params"]["url"] for each in entries if each["method"] == "Network.webSocketCreated"]

    def console(self) -> list[str]:
        """Every line since the last call."""
        return [str(entry["message"]) for entry in self.driver.get_log("browser")]


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    options = Options()
    options.binary_location = CHROMIUM or ""
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(executable_path=DRIVER))
    try:
        yield Browser(driver)
    finally:
        driver.quit()
