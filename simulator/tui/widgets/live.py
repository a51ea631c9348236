"""What moves while someone answers: a clock that fills quietly, and the level of the microphone.

Both look 20 times a second while they are on the screen, and draw only when a character has changed.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from textual.content import Content
from textual.widget import Widget

from simulator.tui.widgets.bars import clock_text

LOOKS_PER_SECOND = 20

QUIET_DB = -60.0
LOUD_DB = -10.0
"""The levels, in dBFS, at which the meter is empty and full."""


HEARD_DB = -40.0
"""From this level on somebody speaks, and is no longer told that nothing is heard."""


def is_calm(widget: Widget) -> bool:
    """Whether less motion is wanted, by the setting or by TEXTUAL_ANIMATIONS=none."""
    return widget.app.animation_level == "none"


class Following(Widget):
    """A line or two that follow something outside: `look` draws them anew if they have changed."""

    DEFAULT_CSS = """
    Following { height: 1; max-width: 76; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._shown = ""
        self.calm = False

    def on_mount(self) -> None:
        self.calm = is_calm(self)

    def look(self) -> None:
        """Asks for a drawing once a change, even while it is hidden and none comes."""
        now = self.text(self.size.width)
        if now != self._shown:
            self._shown = now
            self.refresh()

    def render(self) -> Content:
        self._shown = self.text(self.size.width)
        return Content(self._shown)

    @abstractmethod
    def text(self, width: int) -> str:
        """What the line shows now, at most `width` cells."""


class Polled(Following):
    """Looks by itself, as long as it is on the screen; once a second under a dialog, where each change would draw the whole screen anew
    and keep letters waiting."""

    def on_mount(self) -> None:
        self._number = 0
        self._looks = self.set_interval(1 / LOOKS_PER_SECOND, self._look, pause=True)

    def _look(self) -> None:
        self._number += 1
        if self.screen.is_active or self._number % LOOKS_PER_SECOND == 0:
            self.look()

    def on_show(self) -> None:
        self._looks.resume()

    def on_hide(self) -> None:
        self._looks.pause()


class LevelMeter(Polled):
    """How loud the microphone is, in steps of about 5 dB; where less motion is wanted only whether it has heard anything. `level` gives dBFS now, or
    None while it is closed."""

    DEFAULT_CSS = """
    LevelMeter { width: 12; color: $quiet; }
    """

    def __init__(self, level: Callable[[], float | None], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._level = level
        self._heard = False

    def text(self, width: int) -> str:
        level = self._level()
        if level is None:
            self._heard = False
            return ""
        if self.calm:
            self._heard = self._heard or level >= HEARD_DB
            return "heard" if self._heard else "quiet so far"
        share = (level - QUIET_DB) / (LOUD_DB - QUIET_DB)
        filled = min(max(round(share * width), 0), width)
        return "|" * filled + "." * (width - filled)


class ClockBar(Polled):
    """`0:42 ━━━━━━───── 1:30`; behind the recommended time the bar is full and `late` stands beside it.
    Where less motion is wanted there is no bar. `clock` gives the seconds so far and the recommended ones, or None while no clock runs."""

    DEFAULT_CSS = """
    ClockBar { width: 1fr; color: $accent; }
    """

    def __init__(
        self,
        clock: Callable[[], tuple[float, float] | None],
        late: str = "time to land",
        *,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._clock = clock
        self._late = late

    def text(self, width: int) -> str:
        now = self._clock()
        if now is None:
            return ""
        seconds, recommended = now
        left = f"{clock_text(seconds):>5}  "
        if self.calm:
            return f"{left}of {clock_text(recommended)}  {self._late if seconds >= recommended else ''}".rstrip()
        right = f"  {clock_text(recommended)}  {self._late if seconds >= recommended else '':<{len(self._late)}}"
        room = max(width - len(left) - len(right), 0)
        filled = min(int(room * seconds / recommended), room) if recommended else room
        return f"{left}{'━' * filled}{'─' * (room - filled)}{right}"
