from __future__ import annotations

import asyncio
import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from filelock import FileLock

from simulator import paths
from simulator.errors import AudioError, ModelError, SessionError
from simulator.questions.load import load_banks
from simulator.recordings.finding import groups
from simulator.recordings.importing import Importing
from simulator.recordings.told import Made, Outcome, Progress, how_far
from simulator.sessions import corrections, library, record
from simulator.sessions.answers import replayable
from simulator.sessions.index import Index
from simulator.sessions.store import LOCK, open_session
from simulator.settings import Settings
from simulator.speech.audiofile import RATE, AudioReader, read_audio
from simulator.speech.transcript import Heard
from tests.listening import SPEECH
from tests.recordings.files import clip, silent_film, write
from tests.speech.signals import correlation
from tests.tui.sessions import SAID
from tests.tui.sessions import heard as heard_of

BANKS = load_banks().banks
BACKGROUND = [question for bank in BANKS.values() for question in bank.questions]


class FakeEars:
    """Hears the same words in everything; is cancelled at a recording if told so."""

    def __init__(self, cancelled_at: int = 0) -> None:
        self.engine = "test"
        self.trouble = ""
        self.heard = 0
        self._cancelled_at = cancelled_at

    async def ready(self) -> None:
        pass

    async def hear(self, path: Path, tell: Callable[[float], None] | None = None) -> Heard:
        self.heard += 1
        if self.heard == self._cancelled_at:
            raise asyncio.CancelledError
        assert tell is not None
        tell(1.0)
        return heard_of()


class Import:
    def __init__(self, ears: FakeEars | None = None, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.ears = ears or FakeEars()
        self.progress: list[Progress] = []
        self.made: list[Made] = []
        self.failed: list[str] = []

    async def of(self, *places: Path, question: str = "") -> Outcome:
        importing = Importing(
            self.ears,
            BANKS,
            tell=self.progress.append,
            told=self.made.append,
            failed=self.failed.append,
            untimed=self.settings.untimed,
            left_out=self.settings.left_out,
        )
        return await importing.run(groups(places), question)


def recordings(folder: Path) -> Path:
    """Two by themselves, two of one interview."""
    write(folder / "Tell me about a time you spoke up 2023-11-02 10.30.m4a", clip("jfk"))
    write(folder / "memo 2024-05-01.opus", clip("harv_spk1_1"))
    write(folder / "acme 2024-03-05" / "q1.wav", clip("mfa_cold"))
    write(folder / "acme 2024-03-05" / "q2.webm", clip("harv_spk1_2"))
    return folder


def sessions() -> list[str]:
    return [folder.name for folder in library.folders()]


ALL = ["2024-05-01-120000-recording", "2024-03-05-120000-recordings", "2023-11-02-103000-recording"]


async def test_recordings_become_whole_sessions_and_stay_as_they_are(tmp_path: Path) -> None:
    folder = recordings(tmp_path / "old")
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*.*")}
    done = Import()
    outcome = await done.of(folder)

    assert before == {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*.*")}
    assert str(outcome) == "4 recordings imported, in 3 sessions."
    assert sessions() == ALL
    assert [each.folder for each in outcome.made] == sorted(ALL)
    assert done.made == list(outcome.made)
    assert [each.share for each in done.progress] == sorted(each.share for each in done.progress)

    both = open_session(library.find("2024-03-05"))
    assert both.finished
    assert both.state.name == "acme 2024-03-05"
    assert both.state.tags == {"imported"}
    assert library.subject(both) == "recordings"
    assert [each.name for each in both.header.recordings] == ["q1.wav", "q2.webm"]
    first, second = both.state.last_takes()
    for take, said in ((first, "mfa_cold"), (second, "harv_spk1_2")):
        audio = both.audio(take)
        assert audio is not None
        assert audio.suffix == ".flac"
        assert correlation(clip(said), read_audio(audio).samples) > 0.99
        assert (audio.stat().st_mode & 0o777) == 0o600
        card = both.card(take)
        assert card is not None
        assert card.question is None  # `q1` does not say what was asked
        assert "no question" in card.labels

    asked = open_session(library.find("2023-11-02"))
    (take,) = asked.state.last_takes()
    assert take.text == "Tell me about a time you spoke up"
    card = asked.card(take)
    assert card is not None
    assert card.question == take.text
    assert {path.name for path in (paths.sessions() / library.IMPORTING).iterdir()} == {LOCK}


async def test_what_is_left_out_of_the_scores_is_left_out_of_what_is_imported(tmp_path: Path) -> None:
    write(tmp_path / "Tell me about a time you spoke up 2023-11-02 10.30.m4a", clip("jfk"))
    settings = Settings(untimed=True, score_fillers=False)
    await Import(settings=settings).of(tmp_path)
    saved = open_session(library.find("2023-11-02"))
    (card,) = (saved.card(take) for take in saved.state.last_takes())
    assert card is not None
    assert card.left_out == settings.leaving_out == ("fillers", "time")
    assert card.preparedness.dimensions["length"].score is None


async def test_an_imported_session_is_like_any_other(tmp_path: Path) -> None:
    await Import().of(recordings(tmp_path / "old"))
    folder = library.find("2023-11-02")
    (answer,) = replayable(open_session(folder), BACKGROUND)
    assert answer.tokens
    assert answer.audio is not None
    corrections.correct(folder, "q01-t1", f"{SAID} Indeed.".replace("|", ""), BACKGROUND)
    (answer,) = replayable(open_session(folder), BACKGROUND)
    assert answer.card is not None
    assert answer.card.transcript.confirmed
    with Index() as index:
        assert index.sync().read == 3
        assert [found.session.folder for found in index.search("warehouse", 9)] == ALL
        assert [each.folder for each in index.holding("imported", 9)] == ALL
        assert list(record.schedule(index)) == ["Tell me about a time you spoke up"]


async def test_what_is_a_session_already_is_passed_over_whatever_it_is_called(tmp_path: Path) -> None:
    folder = recordings(tmp_path / "old")
    await Import().of(folder)
    (folder / "memo 2024-05-01.opus").rename(folder / "other.opus")
    write(folder / "acme 2024-03-05" / "q3.flac", clip("sas_0870"))
    again = Import()
    outcome = await again.of(folder)
    assert again.ears.heard == 1
    assert str(outcome) == "1 recording imported, in 1 session; 4 were here already."
    (added,) = outcome.made
    assert [each.name for each in library.recordings(paths.sessions() / added.folder)] == ["q3.flac"]


async def test_the_same_sound_twice_is_one_session(tmp_path: Path) -> None:
    one = write(tmp_path / "a.wav", clip("jfk"))
    (tmp_path / "b.wav").write_bytes(one.read_bytes())
    outcome = await Import().of(tmp_path)
    assert str(outcome) == "1 recording imported, in 1 session; 1 was here already."


async def test_two_recordings_of_the_same_second_are_two_sessions(tmp_path: Path) -> None:
    write(tmp_path / "2024-03-05 a.wav", clip("jfk"))
    write(tmp_path / "2024-03-05 b.wav", clip("harv_spk1_1"))
    await Import().of(tmp_path)
    assert sessions() == ["2024-03-05-120000-recording-2", "2024-03-05-120000-recording"]
    assert [open_session(folder).id for folder in library.folders()] == sessions()


async def test_what_cannot_be_read_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    write(tmp_path / "good.wav", clip("jfk"))
    (tmp_path / "text.mp3").write_text("no sound")
    (tmp_path / "empty.wav").touch()
    (tmp_path / "noise.m4a").write_bytes(b"\0\0\0\x20ftypM4A " + bytes(3000))
    silent_film(tmp_path / "film.mp4")
    soundfile.write(tmp_path / "header only.wav", np.zeros(0, np.float32), RATE)
    whole = write(tmp_path / "cut.mp3", clip("harv_spk1_1")).read_bytes()
    (tmp_path / "cut.mp3").write_bytes(whole[: len(whole) // 2])
    done = Import()
    outcome = await done.of(tmp_path)
    assert {each.name for each in outcome.made} == {"good", "cut"}
    assert list(outcome.failed) == done.failed
    assert len(outcome.failed) == 5
    for name, sentence in (
        ("text.mp3", "holds text"),
        ("empty.wav", "is empty"),
        ("noise.m4a", "is damaged"),
        ("film.mp4", "has no sound track"),
        ("header only.wav", "holds no sound"),
    ):
        assert any(name in each and sentence in each for each in outcome.failed), outcome.failed


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="names of files are text here")
async def test_a_name_in_another_encoding_is_no_trouble(tmp_path: Path) -> None:
    named = write(tmp_path / "x.wav", clip("jfk")).rename(tmp_path / os.fsdecode(b"caf\xe9.wav"))
    done = Import()
    (made,) = (await done.of(tmp_path)).made
    (recording,) = library.recordings(paths.sessions() / made.folder)
    assert recording.name == "caf\N{REPLACEMENT CHARACTER}.wav"
    assert named.exists()


async def test_a_stopped_import_shows_nothing_half_and_the_next_goes_on(tmp_path: Path) -> None:
    folder = recordings(tmp_path / "old")
    with pytest.raises(asyncio.CancelledError):
        await Import(FakeEars(cancelled_at=3)).of(folder)
    assert sessions() == ALL[2:]  # of the folder with two recordings only the first was heard
    with Index() as index:
        assert index.sync().read == 1
    goes_on = Import()
    await goes_on.of(folder)
    assert sessions() == ALL
    assert goes_on.ears.heard == 2
    assert {path.name for path in (paths.sessions() / library.IMPORTING).iterdir()} == {LOCK}


async def test_the_question_can_be_named(tmp_path: Path) -> None:
    write(tmp_path / "memo.wav", clip("jfk"))
    wish = BACKGROUND[0]
    await Import().of(tmp_path, question=wish.ref)
    (take,) = open_session(library.find("last")).state.last_takes()
    assert take.text == wish.text


async def test_without_ears_or_beside_another_import_nothing_is_begun(tmp_path: Path) -> None:
    write(tmp_path / "memo.wav", clip("jfk"))
    deaf = FakeEars()
    deaf.engine, deaf.trouble = "", "Reinstall mock-interview."
    with pytest.raises(ModelError, match="Reinstall"):
        await Import(deaf).of(tmp_path)
    staging = paths.sessions() / library.IMPORTING
    staging.mkdir(parents=True)
    with FileLock(staging / LOCK), pytest.raises(SessionError, match="Another import"):
        await Import().of(tmp_path)
    assert sessions() == []


def test_how_far_it_is_in_one_line() -> None:
    progress = Progress(name="why us.m4a", number=2, of=7, done=190, seconds=760, share=0.25, left=130)
    line = "2 of 7  [######------------------]  about 2 min left  3:10 of 12:40  why us.m4a"
    assert how_far(progress, 100) == line
    assert how_far(progress, 40) == f"{line[:39]}…"


@pytest.mark.parametrize("kind", [".m4a", ".mp4", ".mov", ".aac", ".mp3", ".webm"])
def test_what_telephones_and_browsers_record_can_be_read(tmp_path: Path, kind: str) -> None:
    said = clip("jfk")
    path = write(tmp_path / f"a{kind}", said)
    audio = read_audio(path)
    assert audio.seconds == pytest.approx(len(said) / RATE, abs=0.06)
    assert not audio.cut_off
    assert correlation(said, audio.samples) > 0.97
    with AudioReader(path) as reader:
        reader.seek(5.0)
        there = reader.read(reader.rate)
        reader.seek(0)
        whole = np.concatenate(list(reader.blocks()))
    at = 5 * len(there)
    assert np.allclose(there, whole[at : at + len(there)], atol=1e-4)


def test_a_list_that_would_open_other_files_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "list.m4a"
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n")
    with pytest.raises(AudioError, match="holds text"):
        read_audio(path)


def test_hashes_are_of_the_content() -> None:
    # what a session remembers must be what any other program gives for the file
    from simulator.recordings.importing import _sha256

    path = SPEECH / "jfk.flac"
    assert _sha256(path) == hashlib.sha256(path.read_bytes()).hexdigest()
