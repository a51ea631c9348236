"""What went well: only what somebody praised, in its order; gathered from real sessions, and as a page."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from simulator.cli import main
from simulator.comeback.model import Application, Debrief, Feedback, Win
from simulator.comeback.settling import IN, OUT, SECONDS, fullness, word
from simulator.comeback.store import APPLICATIONS, DEBRIEFS, WINS
from simulator.comeback.wins import HEADINGS, NOTHING, Good, collected, is_kind, line, lines
from simulator.errors import ExportError
from simulator.exports.writing import export_wins
from simulator.sessions import wins
from simulator.sessions.index import Index
from simulator.tui.widgets.breath import ROWS, WIDEST, rows
from tests.exports.hostile import IMAGE, SCRIPT
from tests.tui.sessions import marked, rated, spoken

TODAY = date(2026, 11, 27)
NOW = datetime.fromisoformat("2026-11-27T08:00:00+01:00")


def test_all_of_it_by_kind_the_newest_first() -> None:
    debriefs = [
        Debrief(
            id="d", application="a", date="2026-11-02", outcome="offer",
            feedback=(
                Feedback(date="2026-11-05", text="Too short. You were warm.", good="You were warm."),
                Feedback(date="2026-11-06", text="Not enough experience."),
            ),
        )
    ]  # fmt: skip
    kept = [Win(id="old", date="2026-10-01", text="Old"), Win(id="new", date="2026-11-01", text="New", by="Ada")]
    moment = Good(kind="moment", text="“I rang them.”", date="2026-11-24", folder="s", take="q01-t1", question="Why?")
    found = collected(
        improved=["You use fewer fillers."], kept=kept, debriefs=debriefs, employers={"a": "Harbour"}, heard=[moment]
    )
    assert [(each.kind, each.text, each.by) for each in found] == [
        ("improved", "You use fewer fillers.", ""),
        ("kept", "New", "Ada"),
        ("kept", "Old", ""),
        ("employer", "You were warm.", "Harbour"),
        ("employer", "They made you an offer.", "Harbour"),
        ("moment", "“I rang them.”", ""),
    ]
    assert line(found[-1]) == "“I rang them.”, to “Why?”  (2026-11-24)"
    printed = list(lines(found))
    assert [each.removesuffix(":") for each in printed if each.removesuffix(":") in HEADINGS.values()] == [
        HEADINGS[kind] for kind in ("improved", "kept", "employer", "moment")
    ]
    assert list(lines([])) == [NOTHING]


def test_a_remark_is_kind_where_its_author_rated_well() -> None:
    assert is_kind([4, 5, 4])
    assert not is_kind([3, 4])
    assert not is_kind([]), "nobody knows"


def test_sessions_friends_employers_and_the_person_are_gathered(home: Path) -> None:
    session = spoken()
    rated(session, {"warmth": 5, "structure": 4}, remark="You were a pleasure to listen to.")
    rated(session, {"warmth": 2}, author="Cy", remark="That was long.")
    marked(session, "strong", 11.0, author="Ben")
    marked(session, "unclear", 3.0, author="Ben")
    spoken(at="2026-11-25T19:40:12+01:00", people={"candidate": "Somebody else"})
    APPLICATIONS.save(Application(id="a", employer="Harbour", role="Buyer"))
    DEBRIEFS.save(Debrief(id="d", application="a", date="2026-11-02", outcome="offer"))
    wins.keep("Ada said I was clear", TODAY, "Ada")
    with Index() as index:
        found = wins.gathered(index, TODAY)
    kinds = {kind: [each for each in found if each.kind == kind] for kind in HEADINGS}
    assert [each.text for each in kinds["friend"]] == ["You were a pleasure to listen to."]
    assert [(each.by, each.take, each.at) for each in kinds["marked"]] == [("Ben", "q01-t1", 11.0)]
    assert "supplier" in kinds["marked"][0].text
    assert kinds["moment"]
    assert {each.folder for each in kinds["moment"]} == {session.name}, "another person's answers are theirs"
    assert kinds["improved"] == []
    assert [each.by for each in kinds["employer"]] == ["Harbour"]
    assert [(each.text, each.by, each.date) for each in kinds["kept"]] == [
        ("Ada said I was clear", "Ada", "2026-11-27")
    ]


def test_the_commands_add_print_and_write(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["wins"]) == 0
    assert NOTHING in capsys.readouterr().out
    assert main(["wins", "--add", "They laughed with me", "--by", "Ben"]) == 0
    assert main(["wins"]) == 0
    assert "They laughed with me  (Ben, " in capsys.readouterr().out
    assert main(["wins", "--add", "  "]) == 1
    capsys.readouterr()
    assert main(["wins", "--to", str(tmp_path)]) == 0
    (page,) = tmp_path.glob("wins-*.html")
    assert str(page) in capsys.readouterr().out
    assert "They laughed with me" in page.read_text(encoding="utf-8")
    assert list(WINS.load().records) == ["they-laughed-with-me"]


def test_the_page_escapes_and_overwrites_nothing(tmp_path: Path) -> None:
    to = tmp_path / "wins.html"
    export_wins([Good(kind="kept", text=SCRIPT, by=IMAGE, date="2026-11-01", question=IMAGE)], to, NOW)
    text = to.read_text(encoding="utf-8")
    assert SCRIPT not in text
    assert IMAGE not in text
    assert "What you kept" in text
    with pytest.raises(ExportError):
        export_wins([], to, NOW)


# Settling


def test_six_breaths_a_minute_out_longer_than_in() -> None:
    assert 60 / (IN + OUT) == 6
    assert OUT > IN
    assert (fullness(0), fullness(IN), round(fullness(IN + OUT - 1e-9), 6)) == (0.0, 1.0, 0.0)
    assert {word(at / 10) for at in range(40)} == {"breathe in"}
    assert {word(at / 10) for at in range(40, 100)} == {"breathe out"}
    assert SECONDS == 120


def test_the_shape_widens_and_narrows_and_keeps_to_its_width() -> None:
    middles = [len(rows(seconds, 76)[ROWS // 2].strip()) for seconds in (0, 2, 4, 7, 9.9)]
    assert middles[0] < middles[1] < middles[2] == WIDEST > middles[3] > middles[4]
    assert all(len(row) <= 20 for at in range(100) for row in rows(at / 10, 20))
    assert rows(0, 76)[-1].strip() == "2:00"
