"""Taking in a table of applications, contacts or skills: all of it, or with a fault anywhere nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

from simulator.comeback.model import Record
from simulator.comeback.store import Kept
from simulator.comeback.tables import from_csv
from simulator.documents.files import Fault, contents, told
from simulator.documents.nodes import MAX_BYTES
from simulator.errors import ComebackError

R = TypeVar("R", bound=Record)


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """How many records were new, changed and as they were."""

    new: int
    changed: int
    same: int

    @property
    def sentence(self) -> str:
        return f"{self.new} new, {self.changed} changed, {self.same} as they were."


def take_in(file: Path, kept: Kept[R]) -> Taken:
    """Raises ComebackError with every fault of the file and its line; then nothing was taken in."""
    raw, fault = contents(file, "Name a CSV file.")
    if raw is None:
        assert fault is not None
        raise ComebackError(f"{file}: {fault.message}", fault.mend)
    faults: list[Fault] = []
    loaded = kept.load()
    records: list[R] = []
    if len(raw) > MAX_BYTES:
        faults.append(Fault(str(file), 1, f"This file is larger than {MAX_BYTES // 1_000_000} MB.", "Split it."))
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            faults.append(Fault(str(file), line, "This is not UTF-8 text.", "Save the table as CSV UTF-8."))
        else:
            records, findings = from_csv(text, kept.shape, kept.what, loaded.records)
            faults += (Fault(str(file), *finding) for finding in sorted(findings))
    faulty = {Path(each.file).stem for each in loaded.faults}
    for record in records:
        if record.id in faulty:
            message = f'The file of "{record.id}" has a fault, and is left as it is.'
            faults.append(Fault(str(file), 1, message, "Mend that file first."))
    if faults:
        raise ComebackError(*told(file, faults))
    before = loaded.records
    new = [each for each in records if each.id not in before]
    changed = [each for each in records if each.id in before and each != before[each.id]]
    for each in (*new, *changed):
        kept.save(each)
    return Taken(new=len(new), changed=len(changed), same=len(records) - len(new) - len(changed))
