"""The sessions there are: newest first, each in a line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from simulator import paths
from simulator.errors import SessionError
from simulator.sessions.store import HEADER, SavedSession, open_session


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A session in a list. `trouble` is why it cannot be opened, in one sentence, and empty for a good one."""

    id: str
    folder: Path
    created: str = ""
    title: str = ""
    answered: int = 0
    asked: int = 0
    finished: bool = False
    trouble: str = ""


def folders(root: Path | None = None) -> Iterator[Path]:
    """The session folders, newest first (their names begin with their time). The sample is not among them."""
    root = root or paths.sessions()
    if root.is_dir():
        found = (path for path in root.iterdir() if (path / HEADER).exists() and path.name != "sample")
        yield from sorted(found, key=lambda path: path.name, reverse=True)


def listed(folder: Path) -> Listed:
    try:
        saved = open_session(folder)
    except SessionError as error:
        return Listed(id=folder.name, folder=folder, trouble=error.message)
    return Listed(
        id=saved.id,
        folder=folder,
        created=saved.header.created,
        title=title(saved),
        answered=len(saved.state.last_takes()),
        asked=len(saved.state.plan),
        finished=saved.finished,
        trouble=saved.damage,
    )


def title(saved: SavedSession) -> str:
    """What a person calls the session by: its banks, and the reason it rehearses. The sample is nobody's own."""
    if saved.folder == paths.sample_session():
        return "a sample"
    plan = saved.state.session.plan if saved.state.session else None
    if plan is None:
        return saved.id
    banks = ", ".join(plan.banks) or "rehearsal"
    return f"{banks}, for “{plan.reason}”" if plan.reason else banks


def to_continue(root: Path | None = None) -> SavedSession | None:
    """The newest session, if it was left or cut off before its end."""
    for folder in folders(root):
        try:
            saved = open_session(folder)
        except SessionError:
            continue
        return None if saved.finished else saved
    return None


def find(name: str, root: Path | None = None) -> Path:
    """A session's folder by its id, an unambiguous beginning of it, a path, `last`, or `sample`. Raises SessionError."""
    if name == "sample":
        return paths.sample_session()
    if (Path(name) / HEADER).exists():
        return Path(name)
    known = list(folders(root))
    if name == "last" and known:
        return known[0]
    matching = [path for path in known if path.name == name] or [path for path in known if path.name.startswith(name)]
    if len(matching) == 1:
        return matching[0]
    problem = "Several sessions begin with" if matching else "There is no session called"
    raise SessionError(f"{problem} {name!r}.", "`mock-interview sessions list` names the ones there are.")
