"""A person's choices, in one small JSON file. Reading never writes, and a missing file means the defaults."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from simulator import paths
from simulator.decoding import Number, decode
from simulator.errors import SettingsError
from simulator.files import alone, read_whole, write_atomically
from simulator.scoring.card import LeftOut

MOST_BYTES = 1 << 20


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every field is explained in the settings screen; see `docs/settings.md` for the file."""

    name: str = ""
    voice: bool = True
    voice_id: str = ""
    voice_rate: Annotated[int, msgspec.Meta(ge=50, le=500)] = 165
    microphone: str = ""
    loudspeaker: str = ""
    model_folder: str = ""
    ends: Literal["key", "time"] = "key"
    listening: Literal["auto", "space"] = "auto"
    thinking: Literal["asked", "always", "never"] = "asked"
    follow_ups: Annotated[int, msgspec.Meta(ge=0, le=2)] = 2
    nerves: bool = True
    untimed: bool = False
    score_fillers: bool = True
    score_pauses: bool = True
    score_repairs: bool = True
    questions: Annotated[int, msgspec.Meta(ge=1, le=30)] = 5
    bank: str = ""
    sheet: str = ""
    theme: Literal["light", "dark", "high-contrast"] = "dark"
    calm: bool = False
    keys: dict[str, str] = {}
    live_transcript: bool = False
    window_seconds: dict[str, Number] = {}
    """Not a choice but a measurement: how long each recogniser takes on this machine for 28 s of speech."""

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What is left out of the scores for good."""
        scored: dict[LeftOut, bool] = {
            "fillers": self.score_fillers,
            "pauses": self.score_pauses,
            "repairs": self.score_repairs,
        }
        return tuple(part for part, counts in scored.items() if not counts)

    @property
    def leaving_out(self) -> tuple[LeftOut, ...]:
        """The same, and without a limit of time what is scored by time."""
        return (*self.left_out, "time") if self.untimed else self.left_out


def load(path: Path | None = None) -> Settings:
    """Raises SettingsError naming the file and the fault; the file is left as it is."""
    path = path or paths.settings_file()
    try:
        raw = read_whole(path, MOST_BYTES)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.", "Check its permissions.") from error
    try:
        return decode(raw, Settings)
    except msgspec.DecodeError as error:
        raise SettingsError(
            f"{path}: {error}.", "Mend that place, or move the file away to start from the defaults."
        ) from error


def remember(measured: dict[str, float], path: Path | None = None) -> None:
    """Adds measurements of `window_seconds`. What cannot be kept is measured again next time."""
    with suppress(SettingsError):
        change(lambda kept: msgspec.structs.replace(kept, window_seconds=kept.window_seconds | measured), path)


def change(make: Callable[[Settings], Settings], path: Path | None = None) -> Settings:
    """Saves what `make` makes of them as they are on disk now, so that of two programs that change something in the same moment neither loses
    it; what they are then. Raises SettingsError, and what `make` raises."""
    path = path or paths.settings_file()
    with alone(path.parent):
        changed = make(load(path))
        save(changed, path)
    return changed


def save(settings: Settings, path: Path | None = None) -> None:
    """Raises SettingsError where the file cannot be written."""
    path = path or paths.settings_file()
    try:
        write_atomically(path, msgspec.json.format(msgspec.json.encode(settings), indent=2))
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be saved: {error.strerror}. What you chose holds until you leave the program.",
            "Check its permissions, or choose another folder with --home DIR.",
        ) from error
