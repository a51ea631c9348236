"""The door of a friend's session: one guest, let in by a code and by the candidate. Pure but for the secrets it is given.

A code opens for one guest, for a while. Who gives it is a guest at the door until the candidate lets them in by name; from then on the
page has a token, with which it comes back after the connection was lost. Five wrong codes in a row shut the door for a while.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from typing import Literal

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No letter or digit that is taken for another one."""

CODE_LETTERS = 6
"""About a thousand million codes: with five tries a minute nobody guesses one before it expires."""

VALID_SECONDS = 15 * 60.0
MOST_WRONG = 5
SHUT_SECONDS = 60.0

Answer = Literal["knocks", "again", "in", "wrong", "shut"]
"""What a code gets: the guest is at the door; it opens nothing (wrong, used or expired: a stranger is not told which); or nobody is
listened to for a while. `again`: the page of the guest at the door is back. `in`: that of the guest who was let in is, without having heard of it."""


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS))


def new_token() -> str:
    return secrets.token_urlsafe(32)


def shown(code: str) -> str:
    """In two groups, as it is read out."""
    half = CODE_LETTERS // 2
    return f"{code[:half]} {code[half:]}"


class Door:
    """Times are seconds of any clock that does not run backwards."""

    def __init__(self, now: float, *, code: Callable[[], str] = new_code, token: Callable[[], str] = new_token) -> None:
        self._new_code = code
        self._new_token = token
        self._token = ""
        self._page = ""
        self.at_door = ""
        """The name of the guest who is there; empty where nobody is."""
        self._page_at_door = ""
        self._wrong = 0
        self._shut_until = now
        self.renew(now)

    def renew(self, now: float) -> None:
        """A new code; the old one opens nothing any more. Whoever was let in stays, until somebody is let in with this one."""
        self.code = self._new_code()
        self._until = now + VALID_SECONDS
        self.went_away()

    @property
    def token(self) -> str:
        """That of the guest who has been let in; empty until then."""
        return self._token

    @property
    def taken(self) -> bool:
        """Whether a guest has been let in."""
        return bool(self._token)

    def left(self, now: float) -> float:
        """Seconds for which the code still holds; 0 once it is used or expired."""
        return max(0.0, self._until - now)

    def knock(self, code: str, name: str, now: float, page: str = "") -> Answer:
        """A guest gives a code and a name, and their page its own secret."""
        if page and self.at_door and hmac.compare_digest(page.encode(), self._page_at_door.encode()):
            return "again"
        if page and self.taken and hmac.compare_digest(page.encode(), self._page.encode()):
            return "in"
        if now < self._shut_until:
            return "shut"
        given = "".join(letter for letter in code.upper() if letter.isalnum())
        right = hmac.compare_digest(given.encode(), self.code.encode())
        if right and self.left(now) and not self.at_door:
            self._wrong = 0
            self.at_door, self._page_at_door = name, page
            return "knocks"
        self._wrong += 1
        if self._wrong >= MOST_WRONG:
            self._wrong = 0
            self._shut_until = now + SHUT_SECONDS
        return "wrong"

    def went_away(self) -> None:
        """The guest at the door did not wait; the code holds for them as long as it would have."""
        self.at_door = self._page_at_door = ""

    def admit(self) -> str:
        """Lets in who is at the door: the token for their page. The code is used up, and whoever was in before is not any more."""
        self._token, self._page = self._new_token(), self._page_at_door
        self._until = 0.0
        self.went_away()
        return self._token

    def refuse(self, now: float) -> None:
        """Sends away who is at the door; whoever should come instead gets a new code."""
        self.renew(now)

    def comes_back(self, token: str) -> bool:
        """Whether a token is that of the guest who was let in."""
        return self.taken and hmac.compare_digest(token.encode(), self._token.encode())
