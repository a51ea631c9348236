"""Markdown, subtitles, tables and JSON: what is in them, and that text stays text."""

from __future__ import annotations

import csv
import io
import re
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from simulator.exports import tables, texts
from simulator.exports.gather import gather, remarks
from simulator.interview import events as ev
from simulator.scoring.card import Scorecard
from simulator.sessions import corrections
from simulator.sessions.bundle import Manifest
from simulator.sessions.store import SessionWriter, open_session
from simulator.speech.transcript import Word
from simulator.text import plain
from simulator.tui.cards import answer_notes, read_cards
from tests.exports import hostile
from tests.exports.reports import progress
from tests.tui import sessions

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sessions" / "sample"
PAGE = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")


def test_markdown_tells_the_session() -> None:
    text = texts.markdown(gather(SAMPLE))
    assert text.startswith("# A sample\n\nFriday 20 November 2026, 18:30\n")
    assert re.search(r"^\*\*Fluency \d\d, preparedness \d\d\*\*$", text, re.M)
    assert "You said before: fluency 55, preparedness 60" in text
    assert "Nerves, 0 to 10: 6 before, 4 after" in text
    assert "since \\[Example\\] last spring" in text
    assert re.search(r"^- 0:\d\d fillers, -\d\.\d points: Um, um$", text, re.M)
    assert "| repairs | 100 | 0 per 100 words | 0 to 2 per 100 words |" in text


def test_no_number_is_in_markdown_without_its_reason() -> None:
    session = gather(SAMPLE)
    answers = texts.markdown(session).split("\n## Question ")[1:]
    for answer, told in zip(session.answers, answers, strict=True):
        reasons = re.findall(r"^- \*\*(.+?)\*\*: (.*)\n((?:  - .*\n)*)", told, re.M)
        assert answer.card is not None
        dimensions = {**answer.card.fluency.dimensions, **answer.card.preparedness.dimensions}
        assert [(name, formula, evidence.count("  - ")) for name, formula, evidence in reasons] == [
            (name.replace("_", " "), texts._md(each.formula), len(each.evidence)) for name, each in dimensions.items()
        ]


def test_an_export_tells_of_an_answer_what_the_screen_does(home: Path) -> None:
    folder = sessions.spoken()
    with SessionWriter.reopen(open_session(folder)) as writer:
        t = writer.state.t
        writer.take_in(ev.AnswerRated(t=t, by="friend", take="q01-t1", value=4))
        writer.take_in(ev.PointTicked(t=t, by="friend", take="q01-t1", point="result", on=True))
    for session in (folder, sessions.typed()):
        answer, cards = gather(session).answers[0], read_cards(session, {})
        told = list(remarks(answer))
        assert [line for line in answer_notes(cards, cards.answers[0]) if line in told] == told
    assert told[0].startswith("Typed: first key after 1.5 s")


def test_markdown_lays_views_side_by_side_and_names_who_marked_a_moment(home: Path) -> None:
    folder = sessions.rated(sessions.spoken(), {"structure": 4, "warmth": 2}, remark="Go *on*")
    sessions.marked(folder, "unclear", 7.2, author="Ben")
    text = texts.markdown(gather(folder))
    assert "## Three views, 1 to 5\n" in text
    assert "| | you | Ben | program |\n| --- | --- | --- | --- |" in text
    assert re.search(r"^\| Structure \| – \| 4 \| \d\.\d \|$", text, re.M)
    assert "| Warmth | – | 2 | – |" in text
    assert "- Ben: Go \\*on\\*" in text
    assert "- 0:07 unclear, marked by Ben\n" in text
    assert "Three views" not in texts.markdown(gather(sessions.typed()))


def test_json_holds_the_views_and_the_marks(home: Path) -> None:
    folder = sessions.rated(sessions.spoken(), {"structure": 4})
    sessions.marked(folder, "strong", 7.2, author="Ben")
    told = msgspec.json.decode(tables.session_json(gather(folder)))
    assert told["views"]["friends"] == ["Ben"]
    (structure,) = [each for each in told["views"]["scales"] if each["key"] == "structure"]
    assert structure["friends"] == {"Ben": 4}
    (mark,) = [note for note in told["answers"][0]["notes"] if note["mark"]]
    assert (mark["who"], mark["mark"], mark["at"]) == ("Ben", "strong", 7.2)


def test_progress_tells_how_friends_and_the_program_agree() -> None:
    told = texts.progress_markdown(progress())
    assert "## Friends and the program\n\n- Flow and pace: friends rate" in told
    assert "Friends and the program" not in texts.progress_markdown(progress(0))


def test_markdown_says_that_the_transcript_was_corrected_only_while_something_differs(home: Path) -> None:
    folder = sessions.spoken()
    for filler in (True, False):
        corrections.mark_filler(folder, "q01-t1", 0.5, filler, [])
        assert ("You corrected the transcript." in texts.markdown(gather(folder))) is filler


def test_hostile_text_is_text_in_markdown(home: Path) -> None:
    html = MarkdownIt().enable("table").render(texts.markdown(gather(hostile.session())))
    assert "<script" not in html
    assert "<img" not in html
    assert "<svg" not in html
    shown = (
        re.sub(r"<[^>]*>", "", html)
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
        .replace("&amp;", "&")
    )
    assert hostile.SCRIPT in shown
    assert hostile.IMAGE in shown


def test_json_holds_what_would_command_a_terminal_as_escapes(home: Path) -> None:
    text = f"{hostile.REVERSED} \x9b31m {hostile.CONTROL}"
    folder = sessions.spoken()
    corrections.note(folder, "q01-t1", 1.0, text)
    written = tables.session_json(gather(folder)).decode()
    assert not (set(text) - set(plain(text))) & set(written)
    assert text in [note["text"] for note in msgspec.json.decode(written)["answers"][0]["notes"]]


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_line_comes_back_from_markdown_as_it_was(text: str) -> None:

    wanted = " ".join(plain(text).split())
    parsed = MarkdownIt().enable("table").parse(f"{texts._md(text)}\n")
    if wanted:
        assert [token.type for token in parsed] == ["paragraph_open", "inline", "paragraph_close"]
        assert {child.type for child in parsed[1].children or ()} <= {"text", "text_special"}
        assert "".join(child.content for child in parsed[1].children or ()) == wanted


def cues(text: str) -> list[tuple[float, float, str]]:
    def seconds(stamp: str) -> float:
        hours, minutes, rest = stamp.split(":")
        return int(hours) * 3600 + int(minutes) * 60 + float(rest)

    blocks = text.strip().split("\n\n")
    assert blocks[0] == "WEBVTT"
    found = []
    for block in blocks[1:]:
        times, said = block.split("\n")
        start, end = times.split(" --> ")
        found.append((seconds(start), seconds(end), said))
    return found


def test_subtitles_are_sentences_in_their_time() -> None:
    answer = gather(SAMPLE).answers[1]
    found = cues(texts.subtitles(answer))
    assert answer.card is not None
    words = answer.card.transcript.words
    assert " ".join(said for _, _, said in found) == " ".join(word.text for word in words)
    assert found[0][0] == pytest.approx(words[0].start, abs=0.001)
    assert found[0][2].startswith("So, last June")
    assert all(len(said) <= texts.LONGEST_TEXT for _, _, said in found)


def test_subtitles_hold_no_markup(home: Path) -> None:
    text = texts.subtitles(gather(hostile.session()).answers[0])
    assert "&lt;/script&gt;&lt;script&gt;" in text
    assert not re.search(r"<[^-]", text)


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(min_size=1, max_size=12), st.floats(0, 3), st.floats(0, 2)), min_size=1, max_size=40))
def test_cues_follow_one_another_and_leave_no_word_out(said: list[tuple[str, float, float]]) -> None:
    words, at = [], 0.0
    for text, gap, length in said:
        at += gap
        words.append(Word(text=text, start=round(at, 2), end=round(at + length, 2), confidence=1.0))
        at += length / 2
    parts = list(texts._cues(words))
    assert [word for part in parts for word in part] == words
    made = texts.cue_times(parts)
    assert all(start < end for start, end in made)
    assert all(before[0] <= after[0] for before, after in pairwise(made))


# Tables


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_table_has_a_row_an_answer(home: Path) -> None:
    folder = sessions.spoken()
    sessions.again(folder, sessions.SAID)
    found = rows(tables.answers_csv([gather(folder), gather(SAMPLE)]))
    assert [row["take"] for row in found] == ["q01-t1", "q02-t1", "q01-t2", "q01-t1", "q02-t1", "q03-t1"]
    assert [row["counts"] for row in found[:3]] == ["no", "yes", "yes"]
    card = open_session(SAMPLE).card(open_session(SAMPLE).state.last_takes()[0])
    assert card is not None
    assert float(found[3]["fluency"]) == card.fluency.score
    assert float(found[3]["flow_value"]) == card.fluency.dimensions["flow"].value
    assert found[3]["homework_score"] == ""
    assert found[3]["nerves_before"] == "6"
    assert found[3]["transcript"] == card.transcript.text


def test_a_table_holds_no_formula(home: Path) -> None:
    folder = hostile.session()
    row = rows(tables.answers_csv([gather(folder)]))[0]
    assert row["tags"].startswith("<img") or row["tags"].startswith("'=cmd()")
    for cell in row.values():
        assert not cell or cell[0] not in "=@\t\r\n"
    typed = rows(tables.answers_csv([gather(sessions.typed(text="=HYPERLINK(1)"))]))[0]
    assert typed["transcript"] == "'=HYPERLINK(1)"


@settings(deadline=None)
@given(st.text(max_size=30))
def test_no_text_begins_as_a_formula(text: str) -> None:
    cell = tables.safe(text)
    assert cell.lstrip()[:1] not in tuple("=+-@＝＋－＠")
    assert cell.removeprefix("'") == tables.safe(text).removeprefix("'")


def test_the_columns_are_documented_and_the_reverse() -> None:
    table = PAGE.split("## The table")[1].split("## The JSON")[0]
    documented = set(re.findall(r"`(\w+)`", table))
    assert documented == {*tables.COLUMNS, *tables.WEEK_COLUMNS}


def test_the_manifest_and_the_json_are_documented() -> None:
    manifest = PAGE.split("## The bundle")[1].split("## The table")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", manifest, re.M)) == set(Manifest.__struct_fields__)
    described = PAGE.split("## The JSON")[1].split("## Subtitles")[0]
    documented = set(re.findall(r"`(\w+)`", described))
    assert documented == {*tables._Session.__struct_fields__, *tables._Answer.__struct_fields__}


def test_json_holds_the_whole_cards() -> None:
    told = msgspec.json.decode(tables.session_json(gather(SAMPLE)))
    assert told["scores"]["fluency"] == 89.4 or told["scores"]["fluency"] is not None
    cards = [msgspec.convert(answer["card"], Scorecard) for answer in told["answers"]]
    saved = open_session(SAMPLE)
    assert cards == [saved.card(take) for take in saved.state.last_takes()]
    assert told["nerves"] == {"before": 6, "after": 4}


def test_progress_as_text_table_and_json() -> None:
    report = progress()
    text = texts.progress_markdown(report)
    assert text.startswith(f"# Progress\n\n{report.sentences[0]}")
    assert "<img" not in MarkdownIt().enable("table").render(text)
    weeks = rows(tables.weeks_csv(report))
    assert [row["week"] for row in weeks] == [week.monday.isoformat() for week in report.weeks]
    assert msgspec.json.decode(tables.progress_json(report))["sessions"] == report.sessions
