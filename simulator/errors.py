"""The errors that a person may see: one small tree, each with a title, what happened and the mend.

Anything else that is raised is a fault of the program and may show a traceback.
"""

from __future__ import annotations

from simulator.text import plain


class UserError(Exception):
    """Something a person can mend.

    `message` says what happened and what is safe; `mend` says what to do, and may be empty;
    `title` is the heading under which a screen shows it. Names and what stands in files come into a message as they are, and are made
    harmless for a terminal here.
    """

    title = "That did not work"

    def __init__(self, message: str, mend: str = "") -> None:
        self.message = plain(message)
        self.mend = plain(mend)
        super().__init__(self.message)

    def __str__(self) -> str:
        return f"{self.message} {self.mend}".strip()


class BankError(UserError):
    title = "A question bank has faults"


class SheetError(UserError):
    title = "A prep sheet has faults"


class SessionError(UserError):
    title = "This session cannot be opened"


class UnsavedError(SessionError):
    """The disk does not take what should be kept; nothing that was kept before is changed."""

    title = "This could not be saved"


class BundleError(UserError):
    title = "This bundle cannot be imported"


class ExportError(UserError):
    title = "This cannot be exported"


class NothingToExport(ExportError):
    """This session has nothing of what was wanted; others may have."""


class FriendError(UserError):
    title = "A friend cannot come in"


class PostError(UserError):
    title = "This cannot be merged"


class ComebackError(UserError):
    title = "Your comeback"


class SettingsError(UserError):
    title = "The settings cannot be read"


class AudioError(UserError):
    title = "This recording cannot be read"


class NotImported(UserError):
    title = "Some recordings were not imported"


class DeviceError(UserError):
    title = "Sound is not available"


class ModelError(UserError):
    title = "The recogniser is not available"
