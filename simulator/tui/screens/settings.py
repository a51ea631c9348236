"""Every setting, changed in place and saved at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from textual import work
from textual.app import ComposeResult

from simulator import paths
from simulator.settings import Settings
from simulator.tui.actions import bindings
from simulator.tui.dialogs import Pick, Write
from simulator.tui.page import Page
from simulator.tui.widgets.choices import Choices, Row
from simulator.tui.widgets.words import Words

if TYPE_CHECKING:
    from simulator.speech.sound import Devices
    from simulator.tui.app import MockInterviewApp


@dataclass(frozen=True, slots=True)
class Field:
    """A setting as people read it. `words` says its values in words; `numbers` are what a number may be; `empty` says
    what an empty text means."""

    name: str
    label: str
    help: str
    words: dict[Any, str] | None = None
    numbers: range | None = None
    empty: str = ""


YES_NO = {True: "yes", False: "no"}
COUNTED = {True: "counted", False: "left out of the score for good"}

GROUPS: dict[str, tuple[Field, ...]] = {
    "The interview": (
        Field("questions", "Questions", "How many questions an interview has, its close included.", numbers=range(1, 31)),
        Field("bank", "Bank", "Where the questions come from, unless you choose otherwise.", empty="the general one"),
        Field("sheet", "Prep sheet", "The homework for the interview you are practising for.", empty="none"),
        Field(
            "thinking",
            "Thinking time",
            "Time to think before an answer. Your start is scored only where there was none.",
            {"asked": "when I ask for it", "always": "before every answer", "never": "never"},
        ),
        Field(
            "listening",
            "Listening begins",
            "With “by itself” the microphone opens when the question ends. When you say so, your start is not scored.",
            {"auto": "by itself", "space": "when I say so"},
        ),
        Field(
            "ends",
            "An answer ends",
            "By time it ends at the recommended length; you can end it earlier in any case.",
            {"key": "when I end it", "time": "when its time is over"},
        ),
        Field(
            "follow_ups",
            "Follow-ups",
            "So many at most after an answer, about what was missing in it. A friend asks their own.",
            numbers=range(3),
        ),
        Field("nerves", "Ask about nerves", "0 to 10 before and after, so that you can see them change.", YES_NO),
        Field("name", "Your name", "Sessions under this name and those without one are yours; those of others are kept apart.", empty="left out"),
        Field(
            "live_transcript",
            "Words while I speak",
            "Shows what was understood while you answer. Most people are calmer without.",
            YES_NO,
        ),
    ),
    "To suit you": (
        Field("untimed", "No time limit", "No clock, nothing that ends or presses by time, and no score for length and start.", YES_NO),
        Field("score_fillers", "Fillers", "Um, uh and their kin. Left out, the score is as if they had not been said.", COUNTED),
        Field("score_pauses", "Pauses", "Silences, and how soon you begin. Left out, their time counts nowhere.", COUNTED),
        Field("score_repairs", "Repairs", "Words said again or broken off. Left out, the score is as if each was said once.", COUNTED),
        Field("calm", "Less motion", "The breathing guide becomes words, meters stand still, and nothing glides.", YES_NO),
    ),
    "The voice": (
        Field("voice", "Say questions aloud", "Otherwise they are only shown.", YES_NO),
        Field("voice_id", "Voice", "Which of this machine's voices asks.", empty="the usual one"),
        Field("voice_rate", "Speed of the voice", "In words a minute; 165 is an easy pace.", numbers=range(90, 301, 15)),
    ),
    "This machine": (
        Field("microphone", "Microphone", "Where your answers are heard.", empty="the usual one"),
        Field("loudspeaker", "Loudspeaker", "Where the questions come from; headphones are best.", empty="the usual one"),
        Field("model_folder", "Recogniser", "A folder with a larger model of your own.", empty="the one that came along"),
        Field(
            "theme",
            "Colours",
            "Nothing is said by colour alone; NO_COLOR=1 in the environment turns it off.",
            {"dark": "dark", "light": "light", "high-contrast": "high contrast"},
        ),
    ),
}  # fmt: skip

FIELDS = {field.name: field for fields in GROUPS.values() for field in fields}
FIRST = Settings()


class SettingsScreen(Page[None]):
    NAME = "settings"
    BINDINGS = bindings(NAME)
    title_left = "Settings"
    DEFAULT_CSS = """
    SettingsScreen Choices { height: 1fr; }
    SettingsScreen #about { height: 2; margin-top: 1; }
    """

    def body(self) -> ComposeResult:
        yield Choices()
        yield Words(id="about", classes="quiet")

    def on_mount(self) -> None:
        self.say_title("Settings", str(paths.settings_file()))
        self.query_one(Choices).focus()
        self._show()

    def _show(self) -> None:
        rows: list[Row] = []
        for title, fields in GROUPS.items():
            rows += [Row(), Row(label=title)] if rows else [Row(label=title)]
            rows += [Row(field.name, field.label, self._value(field)) for field in fields]
        self.query_one(Choices).show(rows)

    def _value(self, field: Field) -> str:
        value = getattr(self.program.settings, field.name)
        if field.words is not None:
            return field.words[value]
        return str(value) if value != "" else field.empty

    @property
    def field(self) -> Field | None:
        row = self.query_one(Choices).selected
        return FIELDS[row.key] if row is not None and row.key is not None else None

    def on_choices_moved(self) -> None:
        if self.field is not None:
            self.query_one("#about", Words).say(self.field.help)
        self.refresh_bindings()

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        self.action_change()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "change_back" and self.is_mounted and self.field is not None:
            return _values(self.field) is not None
        return True

    def _set(self, name: str, value: Any) -> None:
        with self.telling():
            self.program.change(replace(self.program.settings, **{name: value}))
        self._show()

    def _step(self, step: int) -> None:
        field = self.field
        if field is None:
            return
        values, value = _values(field), getattr(self.program.settings, field.name)
        if values is None:
            self._choose(field, str(value))
            return
        if field.numbers is not None:
            place = min(range(len(values)), key=lambda each: abs(values[each] - value))
            self._set(field.name, values[min(max(place + step, 0), len(values) - 1)])
        else:
            self._set(field.name, values[(values.index(value) + step) % len(values)])

    def action_change(self) -> None:
        self._step(1)

    def action_change_back(self) -> None:
        self._step(-1)

    def action_usual(self) -> None:
        if self.field is not None:
            self._set(self.field.name, getattr(FIRST, self.field.name))

    # Settings that are chosen from what this machine has

    @work(exclusive=True)
    async def _choose(self, field: Field, value: str) -> None:
        found = _FINDERS.get(field.name)
        chosen: str | None = None
        if found is None:
            chosen = await self.program.push_screen_wait(Write(f"{field.help} Empty: {field.empty}.", value))
        else:
            self.query_one("#about", Words).say("Looking for what this machine has.")
            with self.telling():
                rows = [Row("", field.empty), *await found(self.program)]
                self.query_one("#about", Words).say(field.help)
                chosen = await self.program.push_screen_wait(Pick(field.label, rows, value))
        self.query_one("#about", Words).say(field.help)
        if chosen is not None:
            self._set(field.name, chosen)


async def _voices(_: MockInterviewApp) -> list[Row]:
    from simulator.speech.voice import voices

    return [Row(voice.id, voice.name, voice.language) for voice in await voices()]


async def _microphones(_: MockInterviewApp) -> list[Row]:
    return [Row(name, name) for name in (await _devices()).microphones]


async def _loudspeakers(_: MockInterviewApp) -> list[Row]:
    return [Row(name, name) for name in (await _devices()).loudspeakers]


async def _devices() -> Devices:
    from simulator.speech.sound import Sound

    return await Sound.found()


async def _banks(program: MockInterviewApp) -> list[Row]:
    return [Row(bank.id, bank.title, bank.for_whom) for bank in program.banks().values()]


async def _sheets(_: MockInterviewApp) -> list[Row]:
    from simulator.preparation.files import load_sheets

    loaded = await asyncio.to_thread(load_sheets)
    return [Row(sheet.id, sheet.role, sheet.employer) for sheet in loaded.sheets.values()]


_FINDERS: dict[str, Callable[[MockInterviewApp], Awaitable[list[Row]]]] = {
    "voice_id": _voices,
    "microphone": _microphones,
    "loudspeaker": _loudspeakers,
    "bank": _banks,
    "sheet": _sheets,
}


def _values(field: Field) -> list[Any] | None:
    """What can be stepped through; None for what is picked or typed."""
    choices = field.words if field.words is not None else field.numbers
    return None if choices is None else list(choices)
