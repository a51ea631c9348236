"""What an import tells while it goes on, and in the end."""

from __future__ import annotations

import msgspec


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """The recording at hand, by its number `of` all that are new; its seconds, and those that are done. `share` is that of everything
    (0 to 1), `left` about how many seconds everything will still take, where that can be told."""

    name: str
    number: int
    of: int
    done: float = 0.0
    seconds: float = 0.0
    share: float = 0.0
    left: float | None = None


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A session that is there now."""

    folder: str
    name: str
    answers: int


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """`known` recordings were sessions before. `failed` says in a sentence each what could not be imported."""

    made: tuple[Made, ...] = ()
    known: int = 0
    failed: tuple[str, ...] = ()

    def __str__(self) -> str:
        answers = sum(each.answers for each in self.made)
        parts = (
            f"{_count(answers, 'recording')} imported, in {_count(len(self.made), 'session')}" if answers else "",
            f"{self.known} {'was' if self.known == 1 else 'were'} here already" if self.known else "",
            f"{_count(len(self.failed), 'recording')} could not be imported" if self.failed else "",
        )
        said = "; ".join(filter(None, parts)) or "there was nothing to import"
        return f"{said[0].upper()}{said[1:]}."


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def how_far(progress: Progress, width: int, bar: int = 24) -> str:
    """`2 of 7  [#######-----]  about 2 min left  3:10 of 12:40  why us.m4a`, as much of it as fits."""
    done = round(progress.share * bar)
    parts = [f"{progress.number} of {progress.of}", f"[{'#' * done}{'-' * (bar - done)}]"]
    if progress.left is not None:
        parts.append(f"about {_duration(progress.left)} left")
    if progress.seconds:
        parts.append(f"{_clock(progress.done)} of {_clock(progress.seconds)}")
    text = "  ".join([*parts, progress.name])
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def _duration(seconds: float) -> str:
    """`40 s`, `3 min`, `1 h 20 min`: as exact as a guess is."""
    if seconds < 55:
        return f"{max(round(seconds / 5) * 5, 5)} s"
    minutes = max(round(seconds / 60), 1)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
