"""A page for a friend: whole in itself, without a word of what the program thinks; and the commands that make it and take it back."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from simulator import paths
from simulator.cli import main
from simulator.exports.gather import gather
from simulator.exports.pages import share_page
from simulator.interview import events as ev
from simulator.interview.scales import SCALES
from simulator.scoring.card import Score
from simulator.sessions import library, post
from simulator.sessions.store import JOURNAL, SessionWriter, open_session
from tests.exports import hostile
from tests.exports.test_pages import JAR, REASON, SAMPLE, escaped
from tests.sessions.friends import note, rating, sent
from tests.tui import sessions


def page(folder: Path, words: bool = True) -> str:
    return share_page(gather(folder), words).decode()


def without_sound(text: str) -> str:
    return re.sub(r"data:audio[^ >]*", "", text)


def otherwise(score: Score) -> Score:
    """Other points for nothing that anybody could point to."""
    dimensions = {
        name: msgspec.structs.replace(each, score=1.0, value=1.0, evidence=(), formula="")
        for name, each in score.dimensions.items()
    }
    return msgspec.structs.replace(score, score=1.0, dimensions=dimensions)


def called(folder: Path, name: str) -> Path:
    """The session, with `name` for the candidate."""
    first, *rest = (folder / JOURNAL).read_bytes().splitlines(keepends=True)
    started = {**msgspec.json.decode(first), "people": {"candidate": name}}
    (folder / JOURNAL).write_bytes(msgspec.json.encode(started) + b"\n" + b"".join(rest))
    return folder


@pytest.mark.skipif(bool(REASON), reason=REASON or "it is here")
def test_pages_are_valid_html_and_css(home: Path, tmp_path: Path) -> None:
    named = called(hostile.session(), hostile.NAME)
    pages = {
        "sample": page(SAMPLE),
        "silent": page(SAMPLE, False),
        "hostile": page(named),
        "typed": page(sessions.typed()),
    }
    pages["broken"] = pages["sample"].replace("</main>", "</div>", 1)
    for name, text in pages.items():
        # Of sound only the beginning: the validator takes seconds for each megabyte of it.
        (tmp_path / f"{name}.html").write_text(
            re.sub(r"(data:audio/mpeg;base64,.{400})[^\"]*", r"\1", text), encoding="utf-8"
        )
    names = [str(tmp_path / f"{name}.html") for name in pages]
    quick = ["java", "-XX:TieredStopAtLevel=1", "-jar", str(JAR), "--stdout"]
    done = subprocess.run([*quick, *names], capture_output=True, text=True, check=False)
    faults = done.stdout.splitlines()
    assert [line for line in faults if "/broken.html" not in line] == []
    assert any("/broken.html" in line for line in faults), done.stderr


def test_a_page_is_whole_in_itself() -> None:
    text = page(SAMPLE)
    assert text.count("data:audio/mpeg;base64,") == text.count("<audio ") == 3
    text = without_sound(text)
    assert not re.findall(r"[a-z]*://[a-z]|url\(|@import|innerHTML|fetch\(|XMLHttp|eval\(", text)
    assert "default-src &#39;none&#39;" in text
    assert not re.findall(r"<[^>]* (?:style|on[a-z]+|href=.[^#]|srcset)=", text)


def test_everything_to_listen_for_and_to_rate_by_is_there() -> None:
    text = page(SAMPLE)
    state = open_session(SAMPLE).state
    for take in state.last_takes():
        assert escaped(take.text) in text
        for point in state.plan[take.question].question.listen_for:
            assert escaped(point.point) in text
    for scale in SCALES:
        for each in (scale.name, scale.low, scale.middle, scale.high):
            assert escaped(each) in text


def test_nothing_of_what_anybody_thinks_is_in_it(home: Path) -> None:
    """The page is the same, whatever the program scored, people noted, rated and expected, or filler and pause is where."""
    folder = sessions.spoken()
    before = page(folder)
    seen = without_sound(before)
    assert "warehouse" in seen
    assert not re.findall(r"looked up \[here|\bum filler|[Ss]corecard|<p class=\"figure|repair\"|unsure\"", seen)
    saved = open_session(folder)
    for take in saved.state.takes:
        card = saved.card(take)
        assert card is not None
        other = msgspec.structs.replace(
            card, moments=(), fillers=(), pauses=(), worked=None, next=None, labels=("odd",),
            fluency=otherwise(card.fluency), preparedness=otherwise(card.preparedness),
        )  # fmt: skip
        (folder / "takes" / f"{take.name}.card.json").write_bytes(msgspec.json.encode(other))
    assert page(folder) == before
    with SessionWriter.reopen(saved) as writer:
        writer.take_in(ev.Noted(t=saved.state.t, by="candidate", text="mine", take="q01-t1", at=1.0))
        writer.take_in(ev.AnswerRated(t=saved.state.t, by="candidate", take="q01-t1", value=2))
        writer.take_in(ev.PointTicked(t=saved.state.t, by="friend", take="q01-t1", point="result", on=True))
    told = re.compile(r'data-(?:bytes|journal|key)="[^"]*"')
    assert told.sub("", page(folder)) == told.sub("", before)


def test_words_are_left_out_where_they_are_not_wanted(home: Path) -> None:
    for folder, word in ((sessions.spoken(), "warehouse"), (sessions.typed(), "supplier")):
        assert word in without_sound(page(folder))
        assert word not in without_sound(page(folder, words=False))
    assert page(sessions.spoken(at="2026-11-20T10:00:00+01:00"), words=False).count("<audio ") == 2


def test_hostile_text_is_escaped(home: Path) -> None:
    text = without_sound(page(called(hostile.session(), hostile.NAME)))
    assert text.count("<script>") == 1
    assert "<img" not in text
    assert "<svg/" not in text
    assert escaped(hostile.IMAGE) in text
    assert not set("\u202e\x00\x08\x1b\ufffe") & set(text)


# On the command line


def test_it_says_what_is_in_the_file_before_it_writes_it(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sessions.spoken()
    to = tmp_path / "page.html"
    assert main(["share", "last", "--to", str(to)]) == 0
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert (
        first == "The page holds your voice and your words, and none of your scores; this program sends it to nobody."
    )
    assert str(to) in second
    assert to.stat().st_mode & 0o777 == 0o600
    assert main(["share", "last", "--to", str(to)]) == 1
    assert "is there already" in capsys.readouterr().err
    assert main(["share", "--without-words"]) == 0
    assert "holds your voice, and none" in capsys.readouterr().out
    assert main(["share", "--bundle"]) == 0
    assert (
        "The bundle holds everything: your voice, your words, your notes, your ratings and your scores;"
        in capsys.readouterr().out
    )
    assert sorted(path.name for path in paths.exports().iterdir()) == [
        "2026-11-24-194012-test-for-a-friend.html", "2026-11-24-194012-test-for-a-friend.mock-interview.zip",
    ]  # fmt: skip


def test_a_place_below_a_file_is_told_as_such(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sessions.typed()
    (tmp_path / "file").write_bytes(b"mine")
    assert main(["share", "--to", str(tmp_path / "file" / "page.html")]) == 1
    assert "page.html cannot be written: Not a directory. Choose another place." in capsys.readouterr().err
    assert main(["share", "--bundle", "--to", str(tmp_path / "file" / "a.zip")]) == 1
    assert "a.zip cannot be written: Not a directory." in capsys.readouterr().err
    assert (tmp_path / "file").read_bytes() == b"mine"


@pytest.mark.usefixtures("home")
def test_of_the_sample_no_friend_is_asked_to_send_anything_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["share", "sample", "--to", str(tmp_path / "page.html")]) == 0
    told = capsys.readouterr().out
    assert "nothing can be merged into it" in told
    assert "send back" not in told


def test_what_a_friend_could_do_nothing_with_is_not_shared(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sessions.spoken(answers=1)
    assert main(["share"]) == 1
    assert "has not come to its end" in capsys.readouterr().err
    sessions.typed(at="2026-12-01T08:00:00+01:00")
    assert main(["share", "--without-words"]) == 1
    assert "nothing in it to hear or to read" in capsys.readouterr().err
    assert main(["share", "--without-words", "--bundle"]) == 1
    assert "A bundle holds everything" in capsys.readouterr().err
    assert not paths.exports().exists()


def test_what_comes_back_is_merged_and_each_fault_is_one_line(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = sessions.spoken()
    good = sent(folder, tmp_path / "good.json", by="ann", notes=[note(), note("two")], rating=rating())
    (bad := tmp_path / "bad\x1b[31m.json").write_bytes(good.read_bytes().replace(b"two", b"six"))
    assert main(["merge", str(bad), str(good)]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines()[0] == f"Ann: 2 notes and 1 rating, now in {folder.name}."
    assert err.startswith("This cannot be merged: ")
    assert len(err.splitlines()) == 1
    assert "\x1b" not in err
    assert main(["merge", str(good), "--by", "Bob"]) == 0
    assert capsys.readouterr().out == f"Bob: nothing new for {folder.name}.\n"


def test_a_bundle_there_and_back_through_another_home(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = sessions.spoken()
    bundle, back, theirs = tmp_path / "there.zip", tmp_path / "back.zip", tmp_path / "theirs"

    def theirs_run(*words: str) -> None:
        program = "import sys; from simulator.cli import main; sys.exit(main(sys.argv[1:]))"
        subprocess.run([sys.executable, "-c", program, "--home", str(theirs), *words], check=True, capture_output=True)

    assert main(["share", "--bundle", "--to", str(bundle)]) == 0
    theirs_run("import", str(bundle))
    there = next(library.folders(theirs / "sessions"))
    with SessionWriter.reopen(open_session(there)) as writer:
        writer.take_in(ev.Noted(t=writer.state.t, by="candidate", text="from afar", take="q01-t1", at=2.0))
    theirs_run("share", "--bundle", "--to", str(back))
    shutil.rmtree(theirs)
    assert main(["merge", str(back), "--by", "Ann"]) == 0
    added = open_session(folder).events[-1]
    assert isinstance(added, ev.Noted)
    assert (added.by, added.author, added.text) == ("friend", "Ann", "from afar")
    assert main(["merge", str(back), "--by", "Ann"]) == 0
    assert capsys.readouterr().out.endswith(f"Ann: nothing new for {folder.name}.\n")


def test_the_format_of_the_notes_file_is_documented() -> None:
    section = (
        (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8").split("### The notes file")[1]
    )
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.M)) == {
        "format", "program", "content", "seal", *post.Notes.__struct_fields__,
    }  # fmt: skip
    for part in (post.Origin, post.Note, post.Mark, post.Tick, post.Rating):
        assert all(f"`{field}`" in section for field in part.__struct_fields__)
