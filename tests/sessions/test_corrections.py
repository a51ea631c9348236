"""What a person puts right changes the score at once; what was recorded, recognised and scored before stays."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from simulator import paths
from simulator.cli import main
from simulator.errors import SessionError
from simulator.interview import events as ev
from simulator.scoring.card import VERSION, Scorecard
from simulator.sessions import corrections
from simulator.sessions.scores import card_of, first_card
from simulator.sessions.store import SavedSession, SessionWriter, open_session
from simulator.speech.transcript import Span
from tests.making import question, started
from tests.tui import sessions

pytestmark = pytest.mark.usefixtures("home")


BACKGROUND = [question(number) for number in range(1, 6)]


def card(folder: Path, number: int = 0) -> Scorecard:
    saved = open_session(folder)
    found = card_of(saved, saved.state.takes[number], BACKGROUND)
    assert found is not None
    return found


def first(folder: Path) -> Scorecard | None:
    saved = open_session(folder)
    return first_card(saved, saved.state.takes[0], BACKGROUND)


def originals(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "takes").glob("*") if "card" not in path.name}


def older(folder: Path, **changes: float) -> None:
    """As if an older scorer had scored the first answer."""
    path = folder / "takes" / "q01-t1.card.json"
    made = msgspec.json.decode(path.read_bytes(), type=Scorecard)
    fluency = msgspec.structs.replace(made.fluency, score=changes["fluency"])
    path.write_bytes(msgspec.json.encode(msgspec.structs.replace(made, version=VERSION - 1, fluency=fluency)))


def test_corrected_words_take_over_the_times_and_the_score_and_can_be_taken_back() -> None:
    folder = sessions.spoken()
    before, files = card(folder), originals(folder)
    text = corrections.text_to_correct(before).replace("warehouse and um", "workshop and")
    corrections.correct(folder, "q01-t1", text, BACKGROUND)
    after = card(folder)
    words = {word.text: word for word in before.transcript.words}
    assert next(word for word in after.transcript.words if word.text == "workshop").start == words["warehouse"].start
    assert len(after.fillers) == len(before.fillers) - 1
    assert (after.fluency.score or 0) > (before.fluency.score or 0)
    assert after.transcript.confirmed
    assert "transcript not confirmed" not in after.labels
    assert originals(folder) == files
    assert first(folder) == before
    corrections.correct(folder, "q01-t1", None, BACKGROUND)
    assert card(folder) == before
    assert first(folder) is None


@pytest.mark.parametrize("word", ["um", "uh"])
def test_a_filler_can_be_unmarked_and_marked_again(word: str) -> None:
    folder = sessions.spoken()
    before = card(folder)
    at = next(each.start for each in before.fillers if each.text == word)
    corrections.mark_filler(folder, "q01-t1", at, False, BACKGROUND)
    after = card(folder)
    assert [each.start for each in after.fillers] == [each.start for each in before.fillers if each.start != at]
    assert after.transcript.words == before.transcript.words
    assert first(folder) == before
    corrections.mark_filler(folder, "q01-t1", at, True, BACKGROUND)
    assert card(folder) == before
    assert first(folder) is None


def test_any_word_can_be_marked_as_a_filler() -> None:
    folder = sessions.spoken()
    before = card(folder)
    like = next(word for word in before.transcript.words if word.text == "So")
    corrections.mark_filler(folder, "q01-t1", like.start, True, BACKGROUND)
    after = card(folder)
    assert [each.text for each in after.fillers if each.start == like.start] == ["So"]
    assert (after.fluency.dimensions["fillers"].value or 0) > (before.fluency.dimensions["fillers"].value or 0)


def test_a_hum_that_was_none_does_not_count() -> None:
    folder = sessions.spoken()
    saved = open_session(folder)
    take = saved.state.takes[0]
    heard = saved.heard(take)
    assert heard is not None
    um = next(word for word in heard.words if word.text == "um")
    words = tuple(word for word in heard.words if word is not um)
    with SessionWriter.reopen(saved) as writer:  # as if the recogniser had written no word for it
        writer.save_heard(take, msgspec.structs.replace(heard, words=words, hums=(Span(start=um.start, end=um.end),)))
        writer.forget_card(take)
    assert [each.start for each in card(folder).fillers if each.source == "sound"] == [um.start]
    assert "warehouse and um the" in corrections.text_to_correct(card(folder))
    corrections.mark_filler(folder, "q01-t1", um.start, False, BACKGROUND)
    assert all(each.source == "words" for each in card(folder).fillers)


def test_the_score_of_an_answer_follows_its_follow_up() -> None:
    folder = followed_up()
    before = card(folder)
    text = "We had 12 deliveries in a row on time and saved 300 pounds a week. " * 3
    corrections.correct(folder, "q01-t1-f1", text, BACKGROUND)
    assert card(folder).preparedness != before.preparedness
    assert card(folder).transcript == before.transcript


def followed_up() -> Path:
    """A session with one answer and one to its follow-up, both spoken."""
    with SessionWriter.create(paths.sessions(), at="2026-11-24T19:40:12+01:00", title="test") as writer:
        writer.take_in(started(1))
        for follow_up in (0, 1):
            name = ev.take_name(0, 1, follow_up)
            t = writer.state.t
            writer.take_in(ev.QuestionAsked(t=t, question=0, take=1, text="What did you do?", follow_up=follow_up))
            writer.take_in(ev.QuestionSpoken(t=t + 3))
            writer.take_in(ev.AnswerStarted(t=t + 3, audio=f"takes/{name}.pcm"))
            writer.take_in(ev.AnswerEnded(t=t + 30, by="candidate", why="key", seconds=27.0))
            take = writer.state.named(name)
            assert take is not None
            writer.save_heard(take, sessions.heard())
            writer.take_in(ev.AnswerHeard(t=t + 30, take=name))
        return writer.folder


def test_a_note_lies_at_its_second() -> None:
    folder = sessions.spoken()
    corrections.note(folder, "q01-t1", 4.5, "Say the number here.")
    noted = open_session(folder).events[-1]
    assert isinstance(noted, ev.Noted)
    assert (noted.take, noted.at, noted.text) == ("q01-t1", 4.5, "Say the number here.")


def test_an_older_card_counts_until_it_is_scored_again_and_is_kept_then(capsys: pytest.CaptureFixture[str]) -> None:
    folder = sessions.spoken()
    new = card(folder)
    older(folder, fluency=12.0)
    assert card(folder).fluency.score == 12.0
    assert main(["sessions", "rescore"]) == 0
    assert capsys.readouterr().out == "1 answer scored again.\n"
    assert (card(folder).version, card(folder).fluency) == (new.version, new.fluency)
    saved = open_session(folder)
    assert [(each.version, each.fluency.score) for each in saved.older_cards(saved.state.takes[0])] == [
        (VERSION - 1, 12.0)
    ]
    assert main(["sessions", "show", folder.name]) == 0
    assert f"Version {VERSION - 1} of the scorer gave fluency 12, " in capsys.readouterr().out
    assert main(["sessions", "rescore", folder.name]) == 0
    assert capsys.readouterr().out == "Everything has scores of this scorer.\n"


def test_correcting_keeps_the_card_of_an_older_scorer_too() -> None:
    folder = sessions.spoken()
    older(folder, fluency=12.0)
    corrections.correct(folder, "q01-t1", "I rang them twice a day for a week and then it worked.", BACKGROUND)
    saved = open_session(folder)
    assert [each.fluency.score for each in saved.older_cards(saved.state.takes[0])] == [12.0]
    assert card(folder).version == VERSION


def test_a_crash_between_the_journal_and_the_card_leaves_no_stale_score(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = sessions.spoken()
    with monkeypatch.context() as patched:
        patched.setattr("simulator.sessions.corrections.new_card", _crash)
        with pytest.raises(KeyboardInterrupt):
            corrections.correct(folder, "q01-t1", "These are the words that I said, all of them.", BACKGROUND)
    assert card(folder).transcript.text == "These are the words that I said, all of them."


def _crash(saved: SavedSession, *_: object) -> None:
    raise KeyboardInterrupt


def test_a_session_that_is_open_elsewhere_is_left_alone() -> None:
    folder = sessions.spoken()
    saved = open_session(folder)
    with SessionWriter.reopen(saved), pytest.raises(SessionError, match="is open in another mock-interview"):
        corrections.correct(folder, "q01-t1", "Something else.", BACKGROUND)
    assert open_session(folder).events == saved.events
    with pytest.raises(SessionError, match="has no answer q09-t1"):
        corrections.correct(folder, "q09-t1", "Something else.", BACKGROUND)
