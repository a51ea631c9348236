"""What letters and dates need of this machine: the person's editor, the person's mail program, its clock. Nothing here sends anything."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import threading
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from simulator.comeback.model import Appointment, Date, Hour
from simulator.errors import ComebackError

_LOCAL_TIME = Path("/etc/localtime")

MAIL_SECONDS = 2.0
"""So long it is waited for a word that there is no mail program."""


class NoEditor(ComebackError):
    """Nobody said which editor the person uses."""


def editor() -> list[str]:
    """The command of the person's editor. Raises NoEditor where VISUAL and EDITOR name none, ComebackError where they are no command."""
    for name in ("VISUAL", "EDITOR"):
        if chosen := os.environ.get(name, "").strip():
            try:
                return shlex.split(chosen)
            except ValueError as error:
                raise ComebackError(f"{name} cannot be read as a command: {chosen}.", "Check its quotes.") from error
    raise NoEditor("No editor is set up here.", "Set VISUAL or EDITOR to the command of your editor.")


def edit(file: Path) -> None:
    """Opens a file in the person's editor and waits until it is closed. Raises ComebackError; the file stays as the editor left it."""
    command = editor()
    try:
        status = subprocess.run([*command, str(file)], check=False).returncode
    except OSError as error:
        reason = error.strerror or str(error)
        raise ComebackError(f"{command[0]} cannot be started: {reason}.", "Check VISUAL and EDITOR.") from error
    if status:
        raise ComebackError(f"{command[0]} ended with status {status}. The draft is at {file}.", "Look at it there.")


def open_mail(address: str) -> None:
    """Hands a `mailto:` address to the person's mail program, which shows the letter and sends nothing by itself. Raises ComebackError where none takes
    it. Takes up to MAIL_SECONDS: call it from a thread while a screen is up."""
    opener = {"darwin": "open", "win32": "explorer"}.get(sys.platform, "xdg-open")
    command = shutil.which(opener)
    if command is None:
        raise ComebackError("No mail program can be opened from here.", "Copy the letter instead.")
    nothing = subprocess.DEVNULL
    try:
        started = subprocess.Popen(
            [command, address], stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
        )
    except OSError as error:
        raise ComebackError(f"{opener} cannot be started: {error.strerror}.", "Copy the letter instead.") from error
    try:
        status = started.wait(MAIL_SECONDS)
    except subprocess.TimeoutExpired:  # a mail program may stay open
        threading.Thread(target=started.wait, daemon=True).start()
        return
    if status and opener != "explorer":  # which has a status of 1 for everything
        raise ComebackError("No mail program took the letter.", "Copy it instead.")


def zone() -> ZoneInfo | None:
    """That of this machine, where it has a name: by the variable TZ, or by where /etc/localtime points to."""
    named = os.environ.get("TZ", "").lstrip(":") or str(_LOCAL_TIME.resolve()).partition("zoneinfo/")[2]
    try:
        return ZoneInfo(named)
    except (ValueError, OSError, LookupError):
        return None


def begins(held: Appointment) -> tuple[Date, Hour]:
    """The day and hour of an interview by the clock of this machine; as it stands where it names no zone, or no hour."""
    if not (held.zone and held.hour):
        return held.date, held.hour
    there = datetime.combine(date.fromisoformat(held.date), time.fromisoformat(held.hour), ZoneInfo(held.zone))
    here = there.astimezone()
    return here.date().isoformat(), f"{here:%H:%M}"
