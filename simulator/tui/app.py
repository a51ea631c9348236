"""The terminal program: settings, screens by name, errors in a calm panel, a quick end."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import Coroutine, Iterable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.screen import Screen

from simulator import paths
from simulator.changing import carried
from simulator.errors import SessionError, SettingsError, UserError
from simulator.files import alone
from simulator.settings import Settings
from simulator.text import plain
from simulator.tui import garbage
from simulator.tui.actions import EVERYWHERE, actions, bindings
from simulator.tui.keyboard import Keyboard
from simulator.tui.one_by_one import OneByOne
from simulator.tui.page import Page
from simulator.tui.themes import DARK, THEMES, VARIABLES

if TYPE_CHECKING:
    from simulator.questions.load import LoadedBanks
    from simulator.questions.model import Bank
    from simulator.sessions.index import Index

SCREENS = {
    "home": "simulator.tui.screens.home:Home",
    "today": "simulator.tui.screens.today:Today",
    "nerves": "simulator.tui.screens.nerves:Nerves",
    "settle": "simulator.tui.screens.settle:Settle",
    "setbacks": "simulator.tui.screens.setbacks:Setbacks",
    "wins": "simulator.tui.screens.wins:WinsScreen",
    "debrief": "simulator.tui.screens.debrief:DebriefScreen",
    "plan": "simulator.tui.screens.plan:PlanScreen",
    "device_check": "simulator.tui.screens.device_check:DeviceCheck",
    "choosing": "simulator.tui.screens.choosing:Choosing",
    "interview": "simulator.tui.screens.interview:Interview",
    "peer": "simulator.tui.screens.peer:PeerScreen",
    "door": "simulator.tui.screens.door:DoorScreen",
    "scorecard": "simulator.tui.screens.scorecard:ScorecardScreen",
    "sessions": "simulator.tui.screens.sessions:Sessions",
    "progress": "simulator.tui.screens.progress:Progress",
    "drill": "simulator.tui.screens.drill:DrillScreen",
    "moments": "simulator.tui.screens.moments:Moments",
    "takes": "simulator.tui.screens.takes:Takes",
    "replay": "simulator.tui.screens.replay:Replay",
    "banks": "simulator.tui.screens.banks:Banks",
    "prep": "simulator.tui.screens.prep:PrepSheets",
    "sheet": "simulator.tui.screens.sheet:SheetScreen",
    "applications": "simulator.tui.screens.applications:Applications",
    "record": "simulator.tui.screens.record:RecordScreen",
    "letter": "simulator.tui.screens.letter:LetterScreen",
    "contacts": "simulator.tui.screens.gathered:Contacts",
    "skills": "simulator.tui.screens.gathered:Skills",
    "settings": "simulator.tui.screens.settings:SettingsScreen",
    "help": "simulator.tui.screens.help:Help",
}
"""Where each screen lives; a screen's module is imported when it is first opened."""

NOT_SAVED = "So what you chose cannot be saved; it holds until you leave the program."

GOODBYE_SECONDS = 0.8
"""How long devices and processes may take to close before the program ends without them."""


def screen_class(name: str) -> type[Screen[Any]]:
    module, _, kind = SCREENS[name].partition(":")
    found: type[Screen[Any]] = getattr(import_module(module), kind)
    return found


class MockInterviewApp(App[None], inherit_bindings=False):
    """Opens `start` with `arguments` over the home screen, or home alone."""

    CSS_PATH = "style.tcss"
    TITLE = "mock-interview"
    BINDINGS = bindings(EVERYWHERE)
    COMMAND_PALETTE_BINDING: ClassVar[str] = "ctrl+p"

    def __init__(self, settings: Settings, start: str = "home", **arguments: Any) -> None:
        # With the colours of the terminal Textual takes all of them out for NO_COLOR; otherwise it would write greys.
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        self.settings = self._kept = settings
        """`_kept`: as they were on disk when they were last read or saved."""
        self.keyboard = Keyboard(settings.keys)
        self._keys = OneByOne(self, super().on_event)
        self.leaving = False
        self._start = start
        self._arguments = arguments
        self._banks: LoadedBanks | None = None
        self._index: Index | None = None
        self.deleted: list[Path] = []
        """Sessions that can be brought back until the program closes, the last one last."""
        self.lost = ""
        """What to say at the end, where the disk did not take all that was said."""
        self._being_closed: set[asyncio.Task[None]] = set()
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = settings.theme
        self._moving = self.animation_level
        self._calm_down()

    def _calm_down(self) -> None:
        """Where less motion is wanted nothing glides or blinks; `animation_level` tells the widgets that move by themselves."""
        self.animation_level = "none" if self.settings.calm else self._moving

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if self.animation_level == "none":
            from textual.widgets import Input

            if isinstance(event.widget, Input):
                event.widget.cursor_blink = False

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {name: DARK.variables[name] for name in VARIABLES}

    def get_default_screen(self) -> Screen[Any]:
        return screen_class("home")()

    async def on_event(self, event: events.Event) -> None:
        """Keys are done one by one. What is pasted reaches no box with control characters in it."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self._keys.take(event)
            return
        if isinstance(event, events.Paste):
            event.text = plain("\n".join(event.text.splitlines()))
        await super().on_event(event)

    def on_mount(self) -> None:
        self.set_keymap(self.keyboard.keymap)
        if self._start != "home":
            self.open(self._start, **self._arguments)

    def on_ready(self) -> None:
        if not self.is_headless:
            _stop_in_the_loop()
        garbage.spare(self)

    # Screens

    def open(self, name: str, **arguments: Any) -> Screen[Any]:
        """Puts a screen on top; an error that keeps it from opening is told instead."""
        screen = screen_class(name)(**arguments)
        self.push_screen(screen)
        return screen

    def action_go(self, name: str) -> None:
        """Opens a screen by name over home, from wherever one is."""
        self._go_home()
        self.open(name)

    def action_turned_down(self) -> None:
        """The debrief by its short way in, over home."""
        self._go_home()
        self.open("debrief", turned_down=True)

    def _go_home(self) -> None:
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def action_help(self) -> None:
        self.open("help", page=self.screen)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("go", "turned_down"):
            return not any(isinstance(screen, Page) and screen.HOLDS for screen in self.screen_stack)
        return True

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The command palette: what can be done on this screen, then what can be done everywhere."""
        for node, names in ((screen, actions(getattr(screen, "NAME", ""))), (self, actions(EVERYWHERE))):
            for action in names:
                if action.called_by_name and self._check_action_state(action.name, node):
                    yield SystemCommand(
                        action.label.capitalize(), action.help, partial(self.run_action, action.name, node)
                    )

    def tell(self, error: UserError) -> None:
        """One calm panel: what happened, what is safe, what to do."""
        from simulator.tui.dialogs import Notice

        self.push_screen(Notice(error))

    # What screens share

    def banks(self) -> dict[str, Bank]:
        """The banks by their id; those with faults are left out."""
        return self.loaded_banks().banks

    def banks_again(self) -> dict[str, Bank]:
        """After a file was changed."""
        self._banks = None
        return self.banks()

    def loaded_banks(self) -> LoadedBanks:
        """Banks and faults, read once."""
        if self._banks is None:
            from simulator.questions.load import load_banks

            self._banks = load_banks()
        return self._banks

    def change(self, settings: Settings) -> None:
        """Takes new settings, shows what they change and saves it; what another program has set meanwhile stays. Raises SettingsError where
        they cannot be saved; they hold all the same."""
        from simulator.settings import load, save

        self.settings = settings
        with alone(paths.settings_file().parent):
            try:
                settings = self.settings = carried(self._kept, settings, load())
            except SettingsError as error:
                raise SettingsError(f"{error.message} {NOT_SAVED}", error.mend) from error
            finally:
                self._show_settings()
            save(settings)
            self._kept = settings

    def _show_settings(self) -> None:
        settings = self.settings
        self.theme = settings.theme
        self._calm_down()
        if self._index is not None:
            from simulator.sessions.people import owner

            self._index.is_for(owner(settings.name))

    def index(self) -> Index:
        """The index of the sessions, as it was left; `sync` in a thread brings it up to date."""
        if self._index is None:
            from simulator.sessions.index import Index
            from simulator.sessions.people import owner

            self._index = Index(whose=owner(self.settings.name))
        return self._index

    def try_again(self, session: Path, question: int, *, typed: bool) -> None:
        """Another take of a question (from 0) of a session at its end."""
        from simulator.interview.rehearsal import Again

        try:
            session = self.own(session, "the sample, tried again")
        except SessionError as error:
            self.tell(error)
            return
        self.open("interview", session=session, again=Again(question, typed))

    def own(self, session: Path, name: str) -> Path:
        """The session itself, or where it is the sample, which stays as it is, a copy called `name`. Raises SessionError."""
        from simulator.interview.conductor import wall_clock
        from simulator.sessions import library

        return library.own(session, wall_clock(), name)

    # The end

    def close_aside(self, closing: Coroutine[Any, Any, None]) -> None:
        """Closes what a screen that was left had open: keys need not wait for it, only the end of the program does."""
        task = asyncio.get_running_loop().create_task(closing)
        self._being_closed.add(task)
        task.add_done_callback(self._being_closed.discard)

    async def action_quit(self) -> None:
        """Everything is closed first, but for no longer than GOODBYE_SECONDS."""
        if self.leaving:
            return
        self.leaving = True
        for page in self.screen_stack:
            if isinstance(page, Page):
                self.close_aside(page.put_away())
        await self._all_closed()
        self.exit(message=self.lost or None)

    async def _all_closed(self) -> None:
        if self._being_closed:
            _, late = await asyncio.wait(self._being_closed, timeout=GOODBYE_SECONDS)
            for task in late:
                task.cancel()

    async def on_unmount(self) -> None:
        await self._all_closed()
        for aside in self.deleted:
            shutil.rmtree(aside, ignore_errors=True)
        if self._index is not None:
            self._index.close()


def _stop_in_the_loop() -> None:
    """Textual stops and continues in the very moment of the signal, which may be one in which it holds a lock that it then waits for, for ever. In
    the event loop it holds none."""
    for name in ("SIGTSTP", "SIGCONT"):
        number = getattr(signal, name, None)
        handler = signal.getsignal(number) if number is not None else None
        if number is not None and callable(handler):
            asyncio.get_running_loop().add_signal_handler(number, handler, number, None)


def run(*, settings: Settings, start: str | None = None, **arguments: Any) -> int:
    """Shows the program until it is left; returns the exit code. `start` names the screen that opens first:
    "practise" goes straight into an interview."""
    names = {None: "home", "practise": "interview"}
    app = MockInterviewApp(settings, names.get(start, start) or "home", **arguments)
    app.run()
    return app.return_code or 0
