"""What friends send back goes into its session, once, in whatever order; what is not right is refused in one line, with nothing written."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator import paths
from simulator.errors import PostError, SessionError, UserError
from simulator.interview import events as ev
from simulator.interview.machine import step
from simulator.questions.model import Question
from simulator.sessions import library, merging, post
from simulator.sessions.corrections import note as add_note
from simulator.sessions.store import JOURNAL, SessionWriter, locked, open_session
from tests.exports import hostile
from tests.sessions.friends import (
    COPY,
    background,
    by_post,
    content,
    mark,
    merge,
    note,
    rating,
    refused,
    sealed,
    sent,
    tick,
)
from tests.tui import sessions

# In


def test_notes_marks_ticks_and_a_rating_are_in_the_session_as_the_friends(home: Path, tmp_path: Path) -> None:
    folder = sessions.spoken()
    before = open_session(folder)
    file = sent(
        folder, tmp_path / "a.json", notes=[note(), note("no second", at=None)], marks=[mark("unclear")], ticks=[tick()],
        rating=rating(),
    )  # fmt: skip
    done = merge(file)
    assert (done.folder, done.author, len(done.added)) == (folder, "Ann", 5)
    after = open_session(folder)
    assert after.events[: len(before.events)] == before.events
    first, second, marked, ticked, rated = after.events[len(before.events) :]
    assert isinstance(first, ev.Noted)
    assert (first.by, first.author, first.text, first.take, first.at) == ("friend", "Ann", "clear start", "q01-t1", 4.0)
    assert isinstance(second, ev.Noted)
    assert second.at is None
    assert isinstance(marked, ev.MomentMarked)
    assert (marked.author, marked.kind, marked.at) == ("Ann", "unclear", 2.5)
    assert isinstance(ticked, ev.PointTicked)
    assert after.state.estimates["friend:Ann"] == rated
    assert isinstance(rated, ev.SessionRated)
    assert (rated.scales, rated.remark, rated.fluency) == ({"flow": 4, "warmth": 5}, "warm", None)
    assert len({first.id, second.id, marked.id, rated.id}) == 4
    assert after.finished


def test_twice_changes_nothing(home: Path, tmp_path: Path) -> None:
    folder = sessions.spoken()
    file = sent(folder, tmp_path / "a.json", notes=[note(), note()], marks=[mark()], ticks=[tick()], rating=rating())
    assert len(merge(file).added) == 4
    once = (folder / JOURNAL).read_bytes()
    assert merge(file).added == ()
    assert merge(file, by="Somebody else").added == ()
    assert (folder / JOURNAL).read_bytes() == once


def test_a_later_file_of_the_same_page_adds_what_is_new(home: Path, tmp_path: Path) -> None:
    folder = sessions.spoken()
    first = sent(folder, tmp_path / "a.json", by="", notes=[note()], rating=rating())
    later = sent(
        folder, tmp_path / "b.json", notes=[note(), note("and a second one")],
        rating=rating("2026-11-26T10:00:00.000Z", remark="warmer"),
    )  # fmt: skip
    assert merge(first).author == "your friend"
    assert [type(each).__name__ for each in merge(later).added] == ["Noted", "SessionRated"]


def test_what_was_ticked_counts_as_heard_in_the_score(home: Path, tmp_path: Path) -> None:
    folder = sessions.spoken(
        said="I rang the supplier and asked them why it was late and they told me this and that at length."
    )
    take = open_session(folder).state.takes[0]

    def heard() -> list[str]:
        card = open_session(folder).card(take)
        assert card is not None
        return [
            each.note
            for each in card.preparedness.dimensions["structure"].evidence
            + card.preparedness.dimensions["on_the_question"].evidence
        ]

    before = heard()
    merge(sent(folder, tmp_path / "a.json", ticks=[tick()]))
    assert "result" in open_session(folder).state.takes[0].ticked
    assert heard() != before


def test_a_merge_that_was_cut_off_before_the_score_was_saved_makes_it_when_it_is_done_again(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = sessions.spoken()
    file = sent(folder, tmp_path / "a.json", notes=[note()], ticks=[tick()])

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(SessionWriter, "save_card", full)
        with pytest.raises(PostError, match="Merge again when it can; nothing is doubled"):
            merge(file)
    cut_off = open_session(folder)
    assert cut_off.card(cut_off.state.takes[0]) is None
    assert merge(file).added == ()
    saved = open_session(folder)
    assert saved.card(saved.state.takes[0]) is not None
    assert saved.events == cut_off.events


def test_two_friends_stay_apart(home: Path, tmp_path: Path) -> None:
    folder = sessions.spoken()
    ann = sent(folder, tmp_path / "a.json", notes=[note()], rating=rating(flow=2))
    bob = sent(folder, tmp_path / "b.json", by="Bob", copy="f" * 32, notes=[note()], rating=rating(flow=5))
    merge(ann), merge(bob)
    state = open_session(folder).state
    assert [(each.author, each.text) for each in by_post(folder) if isinstance(each, ev.Noted)] == [
        ("Ann", "clear start"), ("Bob", "clear start"),
    ]  # fmt: skip
    assert {key: rated.scales for key, rated in state.estimates.items() if rated.author} == {
        "friend:Ann": {"flow": 2}, "friend:Bob": {"flow": 5},
    }  # fmt: skip


def test_a_friend_who_changes_their_name_on_the_page_stays_one_in_either_order(home: Path, tmp_path: Path) -> None:
    for number, order in enumerate(((0, 1, 0), (1, 0, 1))):
        folder = sessions.spoken(at=f"2026-11-2{number}T19:40:12+01:00")
        files = [
            sent(folder, tmp_path / "a.json", by="Ann", rating=rating(flow=2)),
            sent(folder, tmp_path / "b.json", by="Anna B.", rating=rating("2026-11-26T10:00:00.000Z", flow=5)),
            sent(folder, tmp_path / "c.json", by="Ann", copy="f" * 32, rating=rating(flow=3)),
        ]
        for last, expected in ((order, {"friend:Anna B.": 5}), ((2,), {"friend:Anna B.": 5, "friend:Ann": 3})):
            for each in last:
                merge(files[each])
            rated = open_session(folder).state.estimates
            assert {key: each.scales["flow"] for key, each in rated.items() if each.author} == expected


def test_what_an_earlier_version_merged_stays_as_it_is(home: Path, tmp_path: Path) -> None:
    folder = sessions.spoken()
    files = [
        sent(folder, tmp_path / "a.json", by="Ann", rating=rating(flow=2)),
        sent(folder, tmp_path / "b.json", by="Anna", rating=rating("2026-11-26T10:00:00.000Z", flow=5)),
    ]
    for file in files:
        merge(file)
    journal = folder / JOURNAL
    journal.write_bytes(journal.read_bytes().replace(f',"copy":"{COPY}"'.encode(), b""))
    before = open_session(folder).state.estimates
    assert {key for key in before if key != "candidate"} == {"friend:Ann", "friend:Anna"}
    for file in files:
        assert merge(file).added == ()
    assert open_session(folder).state.estimates == before


def test_it_goes_into_its_session_among_others_also_when_that_has_another_name_and_has_gone_on(
    home: Path, tmp_path: Path
) -> None:
    sessions.typed()
    folder = sessions.spoken()
    file = sent(folder, tmp_path / "a.json", notes=[note()])
    add_note(folder, "q01-t1", 1.0, "my own")
    sessions.again(folder, sessions.SAID)
    renamed = folder.rename(folder.with_name("2020-renamed"))
    assert merge(file).folder == renamed


def test_it_goes_into_a_session_that_was_left_in_the_middle_of_another_try(home: Path, tmp_path: Path) -> None:
    folder = sessions.spoken()
    file = sent(folder, tmp_path / "a.json", notes=[note()], ticks=[tick()], rating=rating())
    with SessionWriter.reopen(open_session(folder)) as writer:
        writer.take_in(ev.TriedAgain(t=writer.state.t, by="candidate", question=0, answers="spoken"))
        writer.take_in(ev.SessionLeft(t=writer.state.t, by="candidate"))
    assert len(merge(file).added) == 3
    assert open_session(folder).damage == ""


@pytest.mark.parametrize("name", ["", "   ", "You", "\u200d", "\u202e"])
def test_nobody_is_called_what_the_candidate_is(home: Path, tmp_path: Path, name: str) -> None:
    author = merge(sent(sessions.spoken(), tmp_path / "a.json", by=name, notes=[note()])).author
    assert author == ("\ufffd" if name == "\u202e" else "your friend")


def test_hostile_text_is_kept_as_it_is_and_a_name_is_one_short_visible_line(home: Path, tmp_path: Path) -> None:
    folder = sessions.spoken()
    long = "\u202e<script>\x1b[31m" * 600
    file = sent(
        folder, tmp_path / "a.json", by=f"{hostile.NAME}\n\x1b[31m{'x' * 90}", notes=[note(hostile.NOTE), note(long)]
    )
    done = merge(file)
    assert [each.text for each in done.added if isinstance(each, ev.Noted)] == [hostile.NOTE, long]
    assert len(done.author) <= 40
    assert done.author.isprintable()
    assert open_session(folder).events[-1] == done.added[-1]


ITEMS = st.fixed_dictionaries(
    {
        "notes": st.lists(st.builds(note, st.text(min_size=1, max_size=20), st.sampled_from(["q01-t1", "q02-t1"])), max_size=3),
        "marks": st.lists(st.builds(mark, st.sampled_from(["strong", "filler"]), at=st.sampled_from([1.0, 2.0])), max_size=3),
        "ticks": st.lists(st.builds(tick, take=st.sampled_from(["q01-t1", "q02-t1"])), max_size=2),
        "rating": st.none()
        | st.builds(
            lambda minute, flow: rating(f"2026-11-25T10:{minute:02}:00.000Z", flow=flow),
            st.integers(0, 59), st.integers(1, 5),
        ),
        "who": st.sampled_from([{"by": "Ann", "copy": "a" * 32}, {"by": "Ann", "copy": "b" * 32}, {"by": "Bob", "copy": "c" * 32}, {"by": "Bo", "copy": "a" * 32}]),
    }
)  # fmt: skip
"""What was written; a copy of the page is one person's, who may have two, and may change the name that they give."""


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data(), files=st.lists(ITEMS, min_size=1, max_size=4))
def test_in_any_order_and_any_number_of_times_it_comes_to_the_same(
    home: Path, data: st.DataObject, files: list[dict[str, Any]]
) -> None:
    folder = next(library.folders(), None) or sessions.spoken()
    saved = open_session(folder)
    contents = [{**each["who"], **{key: value for key, value in each.items() if key != "who"}} for each in files]
    for each in contents:  # the very same rating under another name is the same one, under the name that came first
        each["rating"] = each["rating"] and {**each["rating"], "remark": each["by"]}
    sent_notes = [msgspec.convert(content(folder, **each), post.Notes) for each in contents]

    def merged(order: Sequence[post.Notes]) -> tuple[set[str], dict[str, ev.SessionRated], list[frozenset[str]]]:
        state, events = saved.state, list(saved.events)
        for notes in order:
            said = [each for _, each in merging.written(notes, notes.by, state.t)]
            assert not any(merging.fault(each, state) for each in said)
            for each in merging.new(said, state, merging.ids(events)):
                state, _ = step(state, each)
                events.append(each)
        return merging.ids(events), state.estimates, [take.ticked for take in state.takes]

    first = merged(sent_notes)
    assert merged([*data.draw(st.permutations(sent_notes)), *sent_notes]) == first


# What is refused


def test_one_whose_content_was_changed_is_refused(home: Path, tmp_path: Path) -> None:
    file = sent(sessions.spoken(), tmp_path / "a.json", notes=[note("fine")], rating=rating(flow=2))
    whole = file.read_bytes()
    for number, (old, new) in enumerate(
        [(b'"fine"', b'"poor"'), (b'"flow":2', b'"flow":5'), (b'"Ann"', b'"Bob"'), (b'"fine"', b'"fine" ')]
    ):
        assert old in whole
        (changed := tmp_path / f"{number}.json").write_bytes(whole.replace(old, new, 1))
        refused(changed, "is not as your friend saved it: its seal does not fit")
    file.write_bytes(whole[:-4] + b'0"}\n' if not whole.endswith(b'0"}') else whole[:-4] + b'1"}\n')
    refused(file, "seal")


def test_the_seal_of_another_session_does_not_fit(home: Path, tmp_path: Path) -> None:
    folder, other = sessions.spoken(), sessions.typed()
    file = tmp_path / "a.json"
    file.write_bytes(sealed(other, content(folder, notes=[note()])))
    refused(file, "seal does not fit")


def test_one_for_no_session_here_is_refused(home: Path, tmp_path: Path) -> None:
    sessions.typed()
    folder = sessions.spoken()
    file = sent(folder, tmp_path / "a.json", notes=[note()])
    shutil.rmtree(folder)
    refused(file, f"is about {folder.name}, and no such session is here")
    sample = sent(paths.sample_session(), tmp_path / "b.json", notes=[note()])
    refused(sample, "is about the sample, which belongs to the program")


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"notes": [note(), note(take="q09-t1")]}, r"notes\[1\]: There is no answer q09-t1"),
        ({"marks": [mark(at=3600.0)]}, r"marks\[0\]: q01-t1 has no second 3600: it is \d+\.\d s long"),
        ({"notes": [note(at=500.0)]}, r"notes\[0\]: q01-t1 has no second 500"),
        ({"ticks": [tick("no-such")]}, r"ticks\[0\]: q01-t1 has no point 'no-such'"),
        ({"rating": rating(charm=3)}, "rating: There is no scale 'charm'"),
        ({"rating": rating(flow=6)}, "rating: Flow and pace goes from 1 to 5, not to 6"),
        ({"notes": [note(at=-1.0)]}, r"Expected `float` >= 0.0.*\$.notes\[0\].at"),
        ({"notes": [note("x" * 10_001)]}, r"length <= 10000.*\$.notes\[0\].text"),
        ({"notes": [note("")]}, r"length >= 1"),
        ({"notes": [{**note(), "by": "program"}]}, "unknown field `by`"),
        ({"marks": [mark("brilliant")]}, r"Invalid enum value 'brilliant'"),
        ({"marks": [mark()] * 2_001}, "length <= 2000"),
        ({"rating": rating("yesterday")}, "regex"),
        ({"copy": "../../x"}, "regex"),
        ({"extra": 1}, "unknown field `extra`"),
    ],
)  # fmt: skip
def test_what_does_not_exist_or_has_no_place_is_refused(
    home: Path, tmp_path: Path, parts: dict[str, Any], says: str
) -> None:
    refused(sent(sessions.spoken(), tmp_path / "a.json", **parts), says)


def test_one_of_a_newer_format_is_refused_also_when_nothing_else_of_it_is_known(home: Path, tmp_path: Path) -> None:
    (file := tmp_path / "a.json").write_text('{"format": 2, "all": "new"}')
    refused(file, "was made by a newer version of this program. Update mock-interview")


def test_what_is_no_such_file_is_refused(home: Path, tmp_path: Path) -> None:
    sessions.spoken()
    refused(tmp_path / "missing.json", r"missing\.json cannot be read: No such file")
    refused(tmp_path, "cannot be read: Is a directory")
    whole = sent(next(library.folders()), tmp_path / "whole.json", notes=[note()]).read_bytes()
    for number, data in enumerate(
        [b"", b"hello", b"[]", b"{}", b'{"format":1}', b"\xff\xfe", whole[:-9], whole + b"x", b"[" * 100_000, b'{"format":' * 5_000,
         whole.replace(b"clear", b"\xff\xff"), whole.replace(b"clear", b"\\ud800"), whole.replace(b"4.0", b"1e999")]
    ):  # fmt: skip
        (file := tmp_path / f"{number}.json").write_bytes(data)
        refused(file, "is no file of a friend's notes")
    (tmp_path / "large.json").write_bytes(whole + b" " * post.MOST_BYTES)
    refused(tmp_path / "large.json", "is larger than 2.1 MB, and no friend's notes are")


def test_what_an_editor_put_around_it_is_no_harm_and_into_it_is(home: Path, tmp_path: Path) -> None:
    file = sent(sessions.spoken(), tmp_path / "a.json", notes=[note("one\ntwo")])
    whole = file.read_bytes()
    (changed := tmp_path / "b.json").write_bytes(whole.replace(b"\\n", b"\\r\\n"))
    refused(changed, "is not as your friend saved it")
    file.write_bytes(b"\xef\xbb\xbf" + whole.rstrip() + b"\r\n")
    assert len(merge(file).added) == 1


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), cut=st.booleans())
def test_one_flipped_bit_or_a_cut_is_refused_or_harmless(
    home: Path, tmp_path: Path, at: float, bit: int, cut: bool
) -> None:
    folder = next(library.folders(), None) or sessions.spoken()
    journal = (folder / JOURNAL).read_bytes()
    data = bytearray(sealed(folder, content(folder, notes=[note()], rating=rating())))
    place = int(at * len(data))
    if cut:
        del data[place:]
    else:
        data[place] ^= 1 << bit
    (tmp_path / "broken.json").write_bytes(data)
    try:
        done = merge(tmp_path / "broken.json")
    except UserError:
        assert (folder / JOURNAL).read_bytes() == journal
    else:  # a change in what no seal is about, as the version of the program
        assert {each.text for each in done.added if isinstance(each, ev.Noted)} == {"clear start"}
        (folder / JOURNAL).write_bytes(journal)


def test_a_session_that_is_open_elsewhere_is_left_alone(home: Path, tmp_path: Path) -> None:
    folder = sessions.spoken()
    file = sent(folder, tmp_path / "a.json", notes=[note()])
    with locked(folder):
        refused(file, "is open in another mock-interview", SessionError)
    assert len(merge(file).added) == 1


def test_what_another_program_writes_after_the_session_was_read_is_not_taken_for_damage(
    home: Path, tmp_path: Path
) -> None:
    folder = sessions.spoken()
    file = sent(folder, tmp_path / "a.json", notes=[note()], ticks=[tick()])

    def meanwhile() -> Sequence[Question]:
        """Reading all banks takes a while, and comes after the session was read."""
        add_note(folder, "q01-t1", 1.0, "mine, meanwhile")
        return background()

    with pytest.raises(SessionError, match=r"has just been written to by another mock-interview\. Try again"):
        merging.merge(file, meanwhile)
    assert not (folder / "journal.damaged").exists()
    assert len(merge(file).added) == 2
    texts = [each.text for each in open_session(folder).events if isinstance(each, ev.Noted)]
    assert texts[-2:] == ["mine, meanwhile", "clear start"]


def test_a_rating_waits_for_the_end_of_the_session(home: Path, tmp_path: Path) -> None:
    folder = sessions.spoken(answers=1)
    file = sent(folder, tmp_path / "a.json", notes=[note()], rating=rating())
    refused(file, "is not at its end now. `mock-interview practise --continue")
