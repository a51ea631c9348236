"""The files of the comeback: a folder of its own in the person's data folder, in it a folder for each kind and a file for each thing, private, and
written whole or not at all. What a person wrote is never overwritten unread: a file with faults stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec
import yaml

from simulator import paths
from simulator.comeback.model import Application, Contact, Debrief, IfThen, PracticePlan, Record, Skill, Win, free_id
from simulator.documents.files import SUFFIXES, Fault, contents, files, keep_comments, told
from simulator.documents.forms import check
from simulator.documents.nodes import read
from simulator.errors import ComebackError
from simulator.files import alone, private_folder, write_atomically
from simulator.text import plain

R = TypeVar("R", bound=Record)

WIDTH = 100
"""Characters of a line that we write."""


class Loaded(msgspec.Struct, Generic[R], frozen=True):
    """The records by id, and what was wrong with the files that were left out."""

    records: dict[str, R]
    faults: list[Fault]


class Kept(Generic[R]):
    """The records of one kind."""

    def __init__(self, shape: type[R], folder: str, what: str) -> None:
        self.shape = shape
        self.what = what
        self._folder = folder
        self._known: dict[Path, tuple[tuple[int, ...], tuple[R | None, list[Fault]]]] = {}
        """What files held that have not changed since: reading one takes ten milliseconds."""

    @property
    def folder(self) -> Path:
        return paths.comeback() / self._folder

    def load(self) -> Loaded[R]:
        records: dict[str, R] = {}
        faults: list[Fault] = []
        where: dict[str, str] = {}
        for file in files(self.folder, faults):
            record, found = self._read(file)
            faults += found
            if record is None:
                continue
            if record.id in records:
                message = f'The id "{record.id}" is taken by {where[record.id]}.'
                faults.append(Fault(str(file), 1, message, "Give one of them another id."))
                continue
            records[record.id], where[record.id] = record, file.name
        return Loaded(records, faults)

    def find(self, id: str) -> R:
        """Raises ComebackError where there is none, or its file has faults."""
        loaded = self.load()
        if id in loaded.records:
            return loaded.records[id]
        file = self.folder / f"{id}{SUFFIXES[0]}"
        if faults := [fault for fault in loaded.faults if fault.file == str(file)]:
            raise ComebackError(*told(file, faults))
        known = ", ".join(sorted(loaded.records)) or "none yet"
        raise ComebackError(f'There is no {self.what} called "{id}".', f"There are: {known}.")

    def save(self, record: R) -> Path:
        """Raises ComebackError where a file with faults would be overwritten, where the record itself has one, or the disk refuses. A file with comments is
        kept beside the new one, which has none, under its name with a ~."""
        path = self.file(record.id)
        if path.exists() and (faults := self._read(path)[1]):
            raise ComebackError(*told(path, faults))
        written = as_yaml(record)
        _, findings = check(read(written.encode(), self.what, ""), self.shape, self.what)
        if findings:
            listed = "\n".join(plain(each.message) for each in findings)
            raise ComebackError(f"Nothing was saved. {listed}", " ".join(dict.fromkeys(each.mend for each in findings)))
        try:
            private_folder(self.folder)
            keep_comments(path)
            write_atomically(path, written.encode())
        except OSError as error:
            raise ComebackError(f"{path} cannot be saved: {error.strerror}.", "Check its permissions.") from error
        return path

    def add(self, record: R) -> R:
        """Saves a new one; under another id where another program took its id a moment ago. Raises ComebackError."""
        with alone(self.folder):
            if self.file(record.id).exists():
                record = msgspec.structs.replace(record, id=self.new_id(record.id))
            self.save(record)
            return record

    def change(self, id: str, change: Callable[[R], R]) -> R:
        """Changes it as it is on disk now, and not as it was when it was shown: another program may have written to it. Raises ComebackError, where it
        was deleted meanwhile too."""
        with alone(self.folder):
            record = change(self.find(id))
            self.save(record)
            return record

    def delete(self, id: str) -> None:
        """Raises ComebackError where the disk refuses."""
        path = self.file(id)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise ComebackError(f"{path} cannot be deleted: {error.strerror}.", "Check its permissions.") from error

    def new_id(self, *words: str, taken: Collection[str] = ()) -> str:
        """One out of these words that is not taken yet, by a file with faults neither."""
        stems = (file.stem for file in files(self.folder, []))
        return free_id(" ".join(words), {*self.load().records, *stems, *taken})

    def lint(self, path: Path) -> list[Fault]:
        """Every fault of a file, in the order of its lines."""
        return self._read(path)[1]

    def file(self, id: str) -> Path:
        """Where the record of that id lies, or would."""
        named = (
            file for file in files(self.folder, []) if (found := self._read(file)[0]) is not None and found.id == id
        )
        return next(named, self.folder / f"{id}{SUFFIXES[0]}")

    def _read(self, path: Path) -> tuple[R | None, list[Fault]]:
        try:
            status = path.stat()
        except OSError:
            return self._fresh(path)
        signature = (status.st_mtime_ns, status.st_size, status.st_ino)  # some disks tell time in steps of two seconds
        before = self._known.get(path)
        if before is None or before[0] != signature:
            before = self._known[path] = signature, self._fresh(path)
        return before[1]

    def _fresh(self, path: Path) -> tuple[R | None, list[Fault]]:
        data, fault = contents(path, f"Name the file of a {self.what}.")
        if data is None:
            return None, [fault] if fault else []
        record, findings = check(read(data, self.what, ""), self.shape, self.what)
        return record, [Fault(str(path), *finding) for finding in findings]


APPLICATIONS = Kept(Application, "applications", "application")
DEBRIEFS = Kept(Debrief, "debriefs", "debrief")
PLANS = Kept(PracticePlan, "plans", "practice plan")
SKILLS = Kept(Skill, "skills", "skill")
CONTACTS = Kept(Contact, "contacts", "contact")
IF_THENS = Kept(IfThen, "if-then", "if-then plan")
WINS = Kept(Win, "wins", "win")

KINDS: dict[str, Kept[Any]] = {
    each.what: each for each in (APPLICATIONS, DEBRIEFS, PLANS, SKILLS, CONTACTS, IF_THENS, WINS)
}


def as_yaml(record: msgspec.Struct) -> str:
    """Every key, the empty ones too: a form to fill in."""
    fields: dict[str, Any] = msgspec.to_builtins(record)
    return yaml.dump(fields, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)


class _Dumper(yaml.SafeDumper):
    """Writes a text of several lines as several lines."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)
