"""The playback clock: where a replay is at a given moment. Pure: the caller says what time it is."""

from __future__ import annotations

import msgspec

SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)


class PlaybackClock(msgspec.Struct, frozen=True, kw_only=True):
    """Position in seconds of a take of `length` seconds. `now` is any clock that does not run backwards, in seconds."""

    length: float
    speed: float = 1.0
    anchor: float = 0.0
    """The position when the clock was last started, moved or changed."""
    since: float | None = None
    """When that was; None while it stands still."""

    @property
    def playing(self) -> bool:
        return self.since is not None

    def position(self, now: float) -> float:
        """Between 0 and `length`."""
        run = 0.0 if self.since is None else (now - self.since) * self.speed
        return min(max(self.anchor + run, 0.0), self.length)

    def at_end(self, now: float) -> bool:
        return self.position(now) >= self.length

    def play(self, now: float) -> PlaybackClock:
        """Runs from where it stands; from the beginning, if it stands at the end."""
        start = 0.0 if self.at_end(now) else self.position(now)
        return msgspec.structs.replace(self, anchor=start, since=now)

    def pause(self, now: float) -> PlaybackClock:
        return msgspec.structs.replace(self, anchor=self.position(now), since=None)

    def seek(self, position: float, now: float) -> PlaybackClock:
        target = min(max(position, 0.0), self.length)
        return msgspec.structs.replace(self, anchor=target, since=None if self.since is None else now)

    def at_speed(self, speed: float, now: float) -> PlaybackClock:
        moved = self.seek(self.position(now), now)
        return msgspec.structs.replace(moved, speed=speed)
