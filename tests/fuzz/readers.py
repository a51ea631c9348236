"""The readers, by name: each takes the bytes of one file or message as the program takes them, and does with the value what the
program does first. Where there is a writer too, what it writes has to be read as the same again."""

from __future__ import annotations

import io
import shutil
import warnings
import zipfile
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from simulator import paths, settings
from simulator.cli.practise import posting
from simulator.cli.score_lines import lines, record
from simulator.cli.sessions import session_lines
from simulator.comeback import drafts
from simulator.comeback.model import Application, Contact, Record, Skill
from simulator.comeback.store import KINDS, as_yaml
from simulator.comeback.tables import from_csv, to_csv
from simulator.documents import files, forms
from simulator.documents.nodes import Finding, read
from simulator.errors import BundleError, ComebackError
from simulator.friend import wire
from simulator.friend.door import Door
from simulator.interview.machine import state_at
from simulator.preparation.files import load_sheet, save_sheet
from simulator.preparation.posting import propose
from simulator.process import message
from simulator.questions.lists import to_csv as list_as_csv
from simulator.questions.lists import to_markdown
from simulator.questions.load import find_question, load_bank
from simulator.questions.own import add, read_list
from simulator.recordings.finding import question_for
from simulator.scoring.scorecard import score_answer
from simulator.sessions import merging, post
from simulator.sessions.bundle import MANIFEST, File, Manifest, import_bundle
from simulator.sessions.index import Index
from simulator.sessions.indexing import NAME as INDEX
from simulator.sessions.record import outlook, resets
from simulator.sessions.store import HEADER, JOURNAL, TAKES, open_session
from simulator.speech.alignment import corrected
from simulator.speech.audiofile import AudioReader, read_audio
from simulator.speech.transcript import Heard, Typed
from simulator.speech.waveform import levels
from simulator.text import plain
from tests.fuzz.harness import Reader

SAMPLE = Path(__file__).parents[2] / "sessions" / "sample"
TAKE = "q01-t1"
NOW = datetime(2026, 11, 28, 20, tzinfo=UTC)
ID = "2026-11-24-194012-general"


def _file(name: str, data: bytes) -> Path:
    folder = paths.home() / "in"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    return folder / name


# What people write


def bank(data: bytes) -> None:
    found = load_bank(_file("bank.yaml", data))
    assert find_question({found.id: found}, found.questions[0].ref) is not None
    again = read_list(_file("again.csv", list_as_csv(found).encode()))
    assert [" ".join(each.text.split()) for each in again] == [each.text for each in found.questions]
    assert len(read_list(_file("again.md", to_markdown(found).encode()))) == len(found.questions)


def _list(file: Path) -> None:
    found = read_list(file)
    shutil.rmtree(paths.own_banks(), ignore_errors=True)
    path, added = add("mine", found, lambda _: "behavioural")
    if added:
        assert len(load_bank(path).questions) == added


def markdown_list(data: bytes) -> None:
    _list(_file("list.md", data))


def csv_list(data: bytes) -> None:
    _list(_file("list.csv", data))


def sheet(data: bytes) -> None:
    found = load_sheet(_file("sheet.yaml", data))
    folder = paths.home() / "out"
    shutil.rmtree(folder, ignore_errors=True)
    assert load_sheet(save_sheet(found, folder)) == found


def kept_record(data: bytes) -> None:
    """A first line `# debrief` says which kind it is."""
    first = data.partition(b"\n")[0].decode(errors="replace").removeprefix("# ").strip()
    kind = KINDS.get(first, KINDS["application"])
    found, findings = forms.check(read(data, kind.what, ""), kind.shape, kind.what)
    if found is None:
        raise ComebackError(*_told(findings))
    assert forms.check(read(as_yaml(found).encode(), kind.what, ""), kind.shape, kind.what) == (found, [])


def table(data: bytes) -> None:
    """Taken for a table of each kind; the columns say which it can be."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ComebackError(f"This is not UTF-8 text (byte {error.start}).") from error
    kinds: tuple[type[Record], ...] = (Application, Contact, Skill)
    told = [_taken_in(text, kind) for kind in kinds]
    if all(told):
        raise ComebackError(*_told(told[0]))


def _taken_in(text: str, kind: type[Record]) -> list[Finding]:
    found, findings = from_csv(text, kind, kind.__name__.lower(), {})
    if not findings:
        again, none = from_csv(to_csv(kind, found), kind, kind.__name__.lower(), {})
        assert (again, none) == (found, [])
    return findings


def _told(findings: list[Finding]) -> tuple[str, str]:
    return files.told(Path("it"), [files.Fault("it", *finding) for finding in findings])


def chosen(data: bytes) -> None:
    found = settings.load(_file("settings.json", data))
    again = paths.home() / "in" / "again.json"
    settings.save(found, again)
    assert settings.load(again) == found


def letter(data: bytes) -> None:
    path = drafts.path("thanks", "job")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    found = drafts.load("thanks", "job")
    assert found is not None
    drafts.save("thanks", "job", found)
    again = drafts.load("thanks", "job")
    assert again is not None
    assert (again.to, again.subject, again.body.split()) == (found.to, found.subject, found.body.split())


def job_posting(data: bytes) -> None:
    propose(posting(str(_file("posting.txt", data))))


def beside(data: bytes) -> None:
    """The text beside a recording."""
    recording = _file("answer.wav", b"")
    recording.with_suffix(".txt").write_bytes(data)
    assert question_for(recording, {}).text


# Sessions


def _session(files: dict[str, bytes]) -> Path:
    """The sample with some of its files in place of its own."""
    folder = paths.sessions() / ID
    (folder / TAKES).mkdir(parents=True, exist_ok=True)
    names = (HEADER, JOURNAL, f"{TAKES}/{TAKE}.heard.json", f"{TAKES}/{TAKE}.card.json")
    for name in names:
        (folder / name).write_bytes(files[name] if name in files else (SAMPLE / name).read_bytes())
    return folder


def _shown(folder: Path) -> None:
    """As `sessions show`, the index and home have it, and as it was in the middle."""
    saved = open_session(folder)
    takes = [take for take in saved.state.takes if take.counts]
    shown = list(session_lines(saved, [(take, saved.card(take)) for take in takes]))
    assert [line for line in shown if line != plain(line)] == []
    with Index(paths.home() / "listed") as found:
        found.put(folder)
        outlook(found, NOW)
    state_at(saved.events, saved.state.t / 2)


def header(data: bytes) -> None:
    _shown(_session({HEADER: data}))


def journal(data: bytes) -> None:
    _shown(_session({JOURNAL: data}))


def card(data: bytes) -> None:
    _shown(_session({f"{TAKES}/{TAKE}.card.json": data}))


def heard(data: bytes) -> None:
    """Scored, as it is where no card lies beside it."""
    saved = open_session(_session({f"{TAKES}/{TAKE}.heard.json": data}))
    take = next(take for take in saved.state.takes if take.name == TAKE)
    answer = saved.answer(take)
    if answer is not None:
        made = score_answer(answer, question=saved.state.plan[take.question].question, latency=take.latency)
        _shown(_session({f"{TAKES}/{TAKE}.card.json": msgspec.json.encode(made)}))


def index(data: bytes) -> None:
    """The database beside the sessions, which is made anew where it is none."""
    root = paths.home() / "indexed"
    if not root.exists():
        shutil.copytree(SAMPLE, root / ID)
    for left in root.glob(f"{INDEX}*"):
        left.unlink()
    (root / INDEX).write_bytes(data)
    with Index(root) as found:
        found.sync()
        found.count(), found.page(10), found.holding("a", 10), found.search("the", 10), found.takes(), found.sittings()
        list(found.answers()), list(found.newest(3)), found.people(), found.outdated()


def reset(data: bytes) -> None:
    paths.drills_file().parent.mkdir(parents=True, exist_ok=True)
    paths.drills_file().write_bytes(data)
    resets()


# From elsewhere


def bundle(data: bytes) -> None:
    root = paths.home() / "there"
    shutil.rmtree(root, ignore_errors=True)
    file = _file("it.zip", data)
    before = _elsewhere(root)
    try:
        folder = import_bundle(file, root).folder
    except BundleError:
        assert not root.exists() or list(root.iterdir()) == [], "refused, and something is left"
        raise
    finally:
        assert _elsewhere(root) == before
    _shown(folder)


def _elsewhere(root: Path) -> set[Path]:
    return {path for path in paths.home().rglob("*") if root not in (path, *path.parents)}


def entries(data: bytes) -> None:
    """An honest bundle of what may be any entries: a name, a line end and the content, parted by two null characters. What its
    manifest is to say is right, unless the entries hold one."""
    named = [each.partition(b"\n")[::2] for each in data.split(b"\0\0")]
    packed = [(name.decode(errors="replace"), content) for name, content in named if name]
    declared = [
        File(path=name, size=len(content), sha256=sha256(content).hexdigest())
        for name, content in packed
        if name != MANIFEST
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that stand there twice
        for name, content in packed:
            archive.writestr(zipfile.ZipInfo(name), content)
        if MANIFEST not in dict(packed):
            made = Manifest(format=1, program="0", session=ID, files=tuple(declared))
            archive.writestr(MANIFEST, msgspec.json.encode(made))
    bundle(out.getvalue())


def friends_notes(data: bytes) -> None:
    """What a friend wrote, under the right seal."""
    folder = _session({})
    origin, key = post.addressed(open_session(folder))
    content = data.replace(b'"SESSION"', msgspec.json.encode(origin))
    file = _file("notes.json", b'{"format":1,"content":%b,"seal":"%b"}' % (content, post.seal(key, content).encode()))
    merging.merge(file, lambda: [])
    _shown(folder)


def said_by_page(data: bytes) -> None:
    """A message of the friend's page."""
    said = wire.decode(data.decode(errors="replace"))
    assert wire.decode(wire.encode(said)) == said
    if isinstance(said, wire.Knock):
        name = wire.name(said.name)
        assert name == plain(name)
        assert Door(0.0).knock(said.code, name, 0.0, said.page) in ("knocks", "wrong")


def sound(data: bytes) -> None:
    path = _file("sound", data)
    whole = read_audio(path)
    assert abs(whole.samples).max() <= 1.0
    levels(path)
    with AudioReader(path) as reader:
        reader.seek(whole.seconds / 2)
        reader.read(1000)


def score_lines(data: bytes) -> None:
    """The lines of `score --jsonl`, each an answer that is typed or the name of a recording."""
    for _, line in lines(io.BytesIO(data)):
        said = record(line)
        if said.answer is not None:
            msgspec.json.encode(score_answer(Typed(text=said.answer), question=said.question, allow_short=True))


_heard = msgspec.json.decode((SAMPLE / TAKES / f"{TAKE}.heard.json").read_bytes(), type=Heard)


def transcript(data: bytes) -> None:
    """What was really said, over what was heard."""
    put_right = corrected(_heard, data.decode(errors="replace"))
    score_answer(put_right, question=None, confirmed=True)


def said_by_child(data: bytes) -> Any:
    """A line of a process of our own, which may have been killed in the midst of it."""
    return message(data)


_DOCUMENTS = ("simulator/documents/*",)
_OPENED = ("simulator/sessions/store.py", "simulator/sessions/journal.py", "simulator/interview/machine/*")
_BUNDLES = ("simulator/sessions/bundle.py",)

READERS: dict[str, Reader] = {
    "bank": Reader(bank, (*_DOCUMENTS, "simulator/questions/check.py", "simulator/questions/load.py")),
    "list-markdown": Reader(markdown_list, ("simulator/questions/lists.py", "simulator/questions/own.py")),
    "list-csv": Reader(csv_list, ("simulator/questions/lists.py", "simulator/questions/own.py")),
    "sheet": Reader(sheet, (*_DOCUMENTS, "simulator/preparation/check.py", "simulator/preparation/files.py")),
    "record": Reader(kept_record, (*_DOCUMENTS, "simulator/comeback/model.py")),
    "table": Reader(table, ("simulator/comeback/tables.py",)),
    "settings": Reader(chosen, ("simulator/settings.py",)),
    "letter": Reader(letter, ("simulator/comeback/drafts.py",)),
    "posting": Reader(job_posting, ("simulator/preparation/posting.py",)),
    "beside": Reader(beside, ("simulator/recordings/finding.py",)),
    "header": Reader(header, ("simulator/sessions/store.py",)),
    "journal": Reader(journal, _OPENED),
    "heard": Reader(heard, ("simulator/speech/transcript.py", "simulator/scoring/*")),
    "card": Reader(card, ("simulator/scoring/card.py", "simulator/sessions/entries.py")),
    "index": Reader(index, ("simulator/sessions/index.py", "simulator/sessions/indexing.py")),
    "reset": Reader(reset, ("simulator/sessions/record.py",)),
    "bundle": Reader(bundle, _BUNDLES),
    "bundle-entries": Reader(entries, _BUNDLES),
    "friends-notes": Reader(friends_notes, ("simulator/sessions/post.py", "simulator/sessions/merging.py")),
    "friends-page": Reader(said_by_page, ("simulator/friend/wire.py", "simulator/friend/door.py"), (wire.Fault,)),
    "sound": Reader(sound, ("simulator/speech/audiofile.py", "simulator/speech/container.py")),
    "score-lines": Reader(score_lines, ("simulator/cli/score_lines.py", "simulator/scoring/*")),
    "transcript": Reader(transcript, ("simulator/speech/alignment.py",)),
    "child": Reader(said_by_child, ("simulator/decoding.py",), (msgspec.DecodeError,)),
}
