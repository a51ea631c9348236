"""A session goes out as one file and comes back the same; what is no such file is refused, and nothing is written."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator import paths
from simulator.errors import BundleError, ExportError
from simulator.interview import events as ev
from simulator.questions.load import load_banks
from simulator.scoring.session import session_scores
from simulator.sessions import bundle as bundles
from simulator.sessions import library
from simulator.sessions.bundle import FORMAT, MANIFEST, File, Manifest, export_bundle, import_bundle
from simulator.sessions.scores import card_of
from simulator.sessions.store import HEADER, JOURNAL, SessionWriter, open_session
from tests.tui import sessions

SAMPLE = Path(__file__).parents[2] / "sessions" / "sample"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The sample session, as a bundle."""
    export_bundle(SAMPLE, tmp_path / "sample.zip")
    return tmp_path / "sample.zip"


def files(folder: Path) -> dict[str, bytes]:
    found = sorted(folder.rglob("*"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in found if path.is_file()}


def nothing_in(root: Path) -> bool:
    return not root.exists() or not list(root.iterdir())


# There and back


def test_a_session_comes_back_the_same_to_the_last_bit(sample: Path, tmp_path: Path) -> None:
    done = import_bundle(sample, tmp_path / "there")
    assert not done.already
    assert done.folder.name == open_session(SAMPLE).id
    assert files(done.folder) == {
        name: data for name, data in files(SAMPLE).items() if not name.endswith((".levels", ".lock"))
    }
    background = [question for bank in load_banks().banks.values() for question in bank.questions]
    for one, other in zip(
        open_session(SAMPLE).state.last_takes(), open_session(done.folder).state.last_takes(), strict=True
    ):
        cards = [card_of(open_session(SAMPLE), one, background), card_of(open_session(done.folder), other, background)]
        assert cards[0] == cards[1]
        assert cards[0] is not None
        assert session_scores([cards[0]]).fluency is not None


def test_what_is_written_is_private_and_the_same_every_time(sample: Path, tmp_path: Path) -> None:
    export_bundle(SAMPLE, tmp_path / "again.zip")
    assert sample.read_bytes() == (tmp_path / "again.zip").read_bytes()
    assert sample.stat().st_mode & 0o777 == 0o600
    done = import_bundle(sample, tmp_path / "there")
    for path in (done.folder, *done.folder.rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600)


def test_a_bundle_overwrites_nothing(sample: Path) -> None:
    before = sample.read_bytes()
    with pytest.raises(ExportError, match="is there already"):
        export_bundle(SAMPLE, sample)
    assert sample.read_bytes() == before
    assert [path.name for path in sample.parent.iterdir() if path.is_file()] == [sample.name]


def test_the_same_session_twice_is_harmless_and_so_is_an_older_state_of_it(home: Path, tmp_path: Path) -> None:
    folder = sessions.spoken()
    export_bundle(folder, tmp_path / "one.zip")
    assert import_bundle(tmp_path / "one.zip") == bundles.Imported(folder=folder, already=True)
    library.rename(folder, "my first")
    assert import_bundle(tmp_path / "one.zip").already
    assert open_session(folder).state.name == "my first"
    assert len(list(library.folders())) == 1


def test_another_session_of_that_name_gets_a_free_name(home: Path, tmp_path: Path) -> None:
    folder = sessions.spoken()
    export_bundle(folder, tmp_path / "one.zip")
    shutil.rmtree(folder)
    assert sessions.typed(at="2026-11-24T19:40:12+01:00").name == folder.name
    first, again = import_bundle(tmp_path / "one.zip"), import_bundle(tmp_path / "one.zip")
    assert first.folder.name == f"{folder.name}-2"
    assert open_session(first.folder).id == first.folder.name
    assert again == bundles.Imported(folder=first.folder, already=True)


def test_what_is_damaged_behind_the_journal_does_not_travel(home: Path, tmp_path: Path) -> None:
    folder = sessions.typed()
    whole = (folder / JOURNAL).read_bytes()
    (folder / JOURNAL).write_bytes(whole + b'{"type":"pau')
    export_bundle(folder, tmp_path / "one.zip")
    assert (import_bundle(tmp_path / "one.zip", tmp_path / "there").folder / JOURNAL).read_bytes() == whole


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=300), sound=st.binary(max_size=4000))
def test_whatever_was_written_and_said_comes_back(
    tmp_path_factory: pytest.TempPathFactory, text: str, sound: bytes
) -> None:
    root = tmp_path_factory.mktemp("law")
    folder = sessions.typed(text="typed")
    with SessionWriter.reopen(open_session(folder)) as writer:
        writer.take_in(ev.Noted(t=writer.state.t, by="friend", text=text, take="q01-t1", at=1.0))
    (folder / "takes" / "q01-t1.flac").write_bytes(sound)
    export_bundle(folder, root / "one.zip")
    done = import_bundle(root / "one.zip", root / "there")
    assert {**files(done.folder), ".lock": b""} == {**files(folder), ".lock": b""}
    shutil.rmtree(folder)


# What is refused


def remade(
    source: Path, to: Path, change: Callable[[dict[str, bytes]], None], *, declare: bool = True, **manifest: object
) -> Path:
    """The bundle with other files in it, and a manifest that fits them if `declare` says so."""
    with zipfile.ZipFile(source) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    change(entries)
    if declare:
        entries[MANIFEST] = manifest_of(entries, **manifest)
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in entries.items():
            new.writestr(name, data)
    return to


def manifest_of(entries: dict[str, bytes], **changes: object) -> bytes:
    listed = tuple(
        File(path=name, size=len(data), sha256=hashlib.sha256(data).hexdigest())
        for name, data in entries.items()
        if name != MANIFEST
    )
    made = Manifest(format=FORMAT, program="x", session="x", files=listed)
    return msgspec.json.encode({**msgspec.to_builtins(made), **changes})


def refused(bundle: Path, says: str) -> None:
    root = bundle.parent / "there"
    with pytest.raises(BundleError, match=says) as caught:
        import_bundle(bundle, root)
    assert "Nothing was imported" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert nothing_in(root)
    assert not (bundle.parent / "evil").exists()


@pytest.mark.parametrize(
    "name", ["../evil", "takes/../../evil", "/tmp/evil", "C:\\evil", "..\\evil", "takes/..", "c:evil", "//host/evil"]
)
def test_a_path_that_leads_outside_is_refused(sample: Path, tmp_path: Path, name: str) -> None:
    def add(entries: dict[str, bytes]) -> None:
        entries[name] = b"x"

    refused(remade(sample, tmp_path / "b.zip", add), "outside of its session")


@pytest.mark.parametrize("name", ["takes/evil.sh", ".lock", "takes/q09-t1\x00.sh", "takes/", "Journal.jsonl"])
def test_a_file_that_belongs_to_no_session_is_refused(sample: Path, tmp_path: Path, name: str) -> None:
    """Written over another name in place: zipfile itself would change some of these."""

    def add(entries: dict[str, bytes]) -> None:
        entries["x" * len(name)] = b"x"

    made = remade(sample, tmp_path / "b.zip", add)
    made.write_bytes(made.read_bytes().replace(b"x" * len(name), name.encode()))
    refused(made, "no part of a session")


def test_digits_of_other_scripts_are_no_part_of_a_name(sample: Path, tmp_path: Path) -> None:
    def add(entries: dict[str, bytes]) -> None:
        entries["takes/q\u0660\u0669-t1.flac"] = b"x"

    refused(remade(sample, tmp_path / "b.zip", add), "no part of a session")


def test_a_symbolic_link_is_refused(sample: Path, tmp_path: Path) -> None:
    def link(entries: dict[str, bytes]) -> None:
        entries.pop("takes/q01-t1.flac")

    made = remade(sample, tmp_path / "b.zip", link)
    entry = zipfile.ZipInfo("takes/q01-t1.flac")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(made, "a") as bundle:
        bundle.writestr(entry, "/etc/passwd")
    refused(made, "symbolic link")


def test_what_is_not_as_it_was_declared_is_refused(sample: Path, tmp_path: Path) -> None:
    def other_sound(entries: dict[str, bytes]) -> None:
        entries["takes/q01-t1.flac"] = entries["takes/q01-t1.flac"][:-1] + b"!"

    def longer(entries: dict[str, bytes]) -> None:
        entries["takes/q01-t1.flac"] += b"more"

    def shorter(entries: dict[str, bytes]) -> None:
        entries["takes/q01-t1.flac"] = b""

    for number, change in enumerate((other_sound, longer, shorter)):
        refused(remade(sample, tmp_path / f"{number}.zip", change, declare=False), r"q01-t1\.flac is not what")


def test_a_file_too_many_or_too_few_or_twice_is_refused(sample: Path, tmp_path: Path) -> None:
    def more(entries: dict[str, bytes]) -> None:
        entries["takes/q09-t1.flac"] = b"x"

    def fewer(entries: dict[str, bytes]) -> None:
        entries.pop("takes/q01-t1.flac")

    def headless(entries: dict[str, bytes]) -> None:
        entries.pop(HEADER)

    refused(remade(sample, tmp_path / "1.zip", more, declare=False), r"q09-t1\.flac, of which its manifest")
    refused(remade(sample, tmp_path / "2.zip", fewer, declare=False), r"should hold 'takes/q01-t1\.flac' once")
    refused(remade(sample, tmp_path / "3.zip", headless), r"should hold 'header\.json' once")
    twice = shutil.copy(sample, tmp_path / "4.zip")
    with zipfile.ZipFile(twice, "a") as bundle, pytest.warns(UserWarning, match="Duplicate"):
        bundle.writestr(JOURNAL, b"other")
    refused(tmp_path / "4.zip", r"holds journal\.jsonl twice")
    listed = [File(path=JOURNAL, size=1, sha256="0")] * 2
    doubled = remade(sample, tmp_path / "5.zip", lambda _: None, files=[msgspec.to_builtins(each) for each in listed])
    refused(doubled, "says nothing|once")


def test_a_newer_format_is_refused_whatever_else_it_holds(sample: Path, tmp_path: Path) -> None:
    newer = remade(sample, tmp_path / "1.zip", lambda _: None, format=FORMAT + 1, program="9.0", files="other")
    refused(newer, r"newer version of this program \(9\.0\)")
    newer = remade(
        sample, tmp_path / "3.zip", lambda _: None, format=FORMAT + 1, program="9\nEverything\tis fine. " * 9
    )
    refused(newer, r"newer version of this program \(9 Everything is fine\. 9 ")

    def newer_session(entries: dict[str, bytes]) -> None:
        entries[HEADER] = (
            entries[HEADER].replace(b'"format":1', b'"format":99').replace(b'"program":"', b'"program":"9\\n')
        )

    refused(remade(sample, tmp_path / "2.zip", newer_session), "newer version of this program")


def test_a_journal_that_does_not_parse_is_refused(sample: Path, tmp_path: Path) -> None:
    def cut(entries: dict[str, bytes]) -> None:
        entries[JOURNAL] = entries[JOURNAL][:-5]

    def strange(entries: dict[str, bytes]) -> None:
        entries[JOURNAL] += b'{"type":"no_such","t":1}\n'

    def unfitting(entries: dict[str, bytes]) -> None:
        entries[JOURNAL] += b'{"type":"answer_started","t":9999}\n'

    def empty(entries: dict[str, bytes]) -> None:
        entries[JOURNAL] = b""

    for number, change in enumerate((cut, strange, unfitting, empty)):
        refused(remade(sample, tmp_path / f"{number}.zip", change), r"journal\.jsonl")


@pytest.mark.parametrize("name", ["../evil", ".hidden", "", "a/b", "a\\b", "a\nb", "x" * 300, "con:1"])
def test_a_session_with_a_name_that_no_folder_should_have_is_refused(sample: Path, tmp_path: Path, name: str) -> None:
    def rename(entries: dict[str, bytes]) -> None:
        header = msgspec.json.decode(entries[HEADER])
        entries[HEADER] = msgspec.json.encode({**header, "id": name})

    refused(remade(sample, tmp_path / "b.zip", rename), "cannot be called")


def test_a_bomb_is_refused_before_it_is_unpacked(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def bomb(entries: dict[str, bytes]) -> None:
        entries["takes/q09-t1.flac"] = bytes(50_000_000)

    refused(remade(sample, tmp_path / "1.zip", bomb), "grows .* times")
    monkeypatch.setattr(bundles, "MOST_TEXT", 10_000)
    refused(sample, "holds journal.jsonl, which would take more")
    monkeypatch.setattr(bundles, "MOST_BYTES", 100_000)
    refused(sample, "would take more than")
    monkeypatch.setattr(bundles, "MOST_FILES", 5)
    refused(sample, "holds 12 files")


def test_a_size_that_lies_unpacks_no_more_than_it_says(sample: Path, tmp_path: Path) -> None:
    """The sizes in the archive say little; what is packed is much."""

    def bomb(entries: dict[str, bytes]) -> None:
        entries["takes/q09-t1.flac"] = bytes(50_000_000)

    made = remade(sample, tmp_path / "b.zip", bomb)
    data = made.read_bytes()
    assert data.count((50_000_000).to_bytes(4, "little")) == 2
    made.write_bytes(data.replace((50_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little")))
    refused(made, "no whole bundle|is not what")


def test_what_is_no_bundle_is_refused(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("hello")
    refused(tmp_path / "text.zip", "is no whole bundle")
    (tmp_path / "empty.zip").write_bytes(b"")
    refused(tmp_path / "empty.zip", "is no whole bundle")
    refused(tmp_path / "missing.zip", "is no file")
    refused(tmp_path, "is no file")
    refused(tmp_path / ("long" * 100), "File name too long")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr(JOURNAL, "x")
    refused(tmp_path / "other.zip", r"it has no manifest\.json")
    locked = bytearray(sample.read_bytes())
    with zipfile.ZipFile(sample) as bundle:
        at = bundle.start_dir
    locked[at + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(locked)
    refused(tmp_path / "locked.zip", "is encrypted")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), cut=st.booleans())
def test_one_flipped_bit_or_a_cut_is_refused_or_harmless(
    home: Path, tmp_path: Path, at: float, bit: int, cut: bool
) -> None:
    if not (bundle := tmp_path / "typed.zip").exists():
        export_bundle(sessions.typed(), bundle)
    whole = open_session(next(library.folders())).folder
    data = bytearray(bundle.read_bytes())
    place = int(at * len(data))
    if cut:
        del data[place:]
    else:
        data[place] ^= 1 << bit
    broken, root = tmp_path / "broken.zip", tmp_path / "there"
    broken.write_bytes(data)
    done = None
    with contextlib.suppress(BundleError):
        done = import_bundle(broken, root)
    if done is None:
        assert nothing_in(root)
    else:
        assert {**files(done.folder), ".lock": b""} == files(whole)
        shutil.rmtree(root)


def test_a_kill_half_way_leaves_no_session_and_the_next_import_is_whole(sample: Path, tmp_path: Path) -> None:
    program = textwrap.dedent("""
        import os, signal, sys
        from pathlib import Path
        from simulator.sessions import bundle

        real, done = bundle._unpack, []
        def unpack(*arguments):
            real(*arguments)
            done.append(arguments)
            if len(done) == int(sys.argv[3]):
                os.kill(os.getpid(), signal.SIGKILL)
        bundle._unpack = unpack
        bundle.import_bundle(Path(sys.argv[1]), Path(sys.argv[2]))
    """)
    root = tmp_path / "there"
    for number in (1, 5, 11):
        killed = subprocess.run([sys.executable, "-c", program, str(sample), str(root), str(number)], check=False)
        assert killed.returncode == -signal.SIGKILL
        assert list(library.folders(root)) == []
    left = list((root / bundles.UNPACKING).iterdir())
    assert len(left) == 3
    for each in left:
        os.utime(each, (1, 1))
    done = import_bundle(sample, root)
    assert list(root.iterdir()) == [done.folder]


def test_bundles_are_kept_where_sessions_lie(home: Path, sample: Path) -> None:
    assert import_bundle(sample).folder.parent == paths.sessions()
