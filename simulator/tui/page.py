"""What all screens have in common: a title line, a body, the keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events, messages, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen

from simulator.errors import UserError
from simulator.tui import garbage
from simulator.tui.widgets.lines import KeyLine, TitleLine

if TYPE_CHECKING:
    from simulator.tui.app import MockInterviewApp

Result = TypeVar("Result")


class _Leaving(Screen[Result]):
    """What is still being read for a screen ends with it."""

    async def on_prune(self, event: messages.Prune) -> None:
        """Comes before the widgets go one by one: Textual itself ends the workers of a screen only after them, and what comes in from
        a thread in between would find no place to be shown."""
        self.workers.cancel_node(self)


class Page(_Leaving[Result]):
    """A screen. A subclass sets `NAME` (its name in the registry) and `BINDINGS = bindings(NAME)`, and yields its
    widgets from `body`."""

    NAME: ClassVar[str] = ""
    HOLDS: ClassVar[bool] = False
    """Whether something runs here that must not be covered by another screen: an interview, with its microphone open."""

    title_left = "mock-interview"
    title_right = ""

    @property
    def program(self) -> MockInterviewApp:
        return cast("MockInterviewApp", self.app)

    def was_left(self) -> bool:
        """Whether it was left: what still comes in from a thread or a process is then shown no more."""
        return self not in self.app.screen_stack or not self.query(TitleLine)

    def compose(self) -> ComposeResult:
        yield TitleLine(self.title_left, self.title_right)
        with Vertical(id="body"):
            yield from self.body()
        yield KeyLine()

    def body(self) -> ComposeResult:
        """The widgets between title and keys."""
        yield from ()

    def say_title(self, left: str, right: str = "") -> None:
        self.query_one(TitleLine).say(left, right)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Shows a UserError that is raised inside as a calm panel, and goes on. Anything else is a fault of the program."""
        try:
            yield
        except UserError as error:
            self.program.tell(error)

    def gone(self) -> bool:
        """Whether nobody waits any more for what a thread reckons for this screen."""
        return not self.is_attached or self.program.leaving

    @on(events.Unmount)
    def let_go(self) -> None:
        garbage.after_leaving(self.app)

    async def put_away(self) -> None:
        """Lets go of devices, processes and files; called when the program ends while this screen is open."""

    def action_back(self) -> None:
        self.dismiss()


class Dialog(ModalScreen[Result], _Leaving[Result]):
    """A panel over a screen."""

    NAME: ClassVar[str] = ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="panel"):
            yield from self.body()
            yield KeyLine()

    def body(self) -> ComposeResult:
        yield from ()
