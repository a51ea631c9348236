"""Sessions, banks and settings."""

from __future__ import annotations

import shutil
import typing
from pathlib import Path

import msgspec
import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from simulator import paths
from simulator.cli import main
from simulator.comeback.model import Contact
from simulator.comeback.store import CONTACTS
from simulator.questions.lists import Listed
from simulator.questions.load import load_bank
from simulator.questions.own import ASKED, add
from simulator.sessions import library
from simulator.settings import Settings, load
from simulator.tui.app import MockInterviewApp
from simulator.tui.screens.banks import Banks
from simulator.tui.screens.sessions import Sessions
from simulator.tui.screens.settings import FIELDS, FIRST
from simulator.tui.widgets.choices import Choices, Row
from tests.tui import sessions
from tests.tui.conftest import Opening, frame, settle
from tests.tui.rehearsing import shown, until, write


async def test_sessions_stand_newest_first_and_each_offers_what_it_can(opening: Opening, size: tuple[int, int]) -> None:
    sessions.typed()
    sessions.spoken()
    sessions.spoken(at="2026-11-20T12:00:00+01:00", answers=1, of=3)
    async with opening("sessions", size=size) as pilot:
        lines = [line for line in frame(pilot).splitlines() if "answered" in line]
        assert [line.split("test, ")[1][:6] for line in lines] == ["2 of 2", "1 of 1", "1 of 3"]
        assert "unfinished" in lines[2]
        assert "c continue" not in frame(pilot)
        await pilot.press("end")
        await settle(pilot)
        assert "c continue" in frame(pilot)


async def test_the_list_says_whose_a_session_is_and_who_rated_it(opening: Opening, size: tuple[int, int]) -> None:
    sessions.rated(sessions.spoken(people={"candidate": "Ada [b]"}), {"warmth": 4})
    sessions.typed()
    async with opening("sessions", size=size) as pilot:
        page = frame(pilot)
        assert "Ada [b]: test, 2 of 2 answered" in page
        assert "Rated by Ben." in page
        assert page.count("Ada") == 1
        await pilot.press("slash")
        await write(pilot, "ada")
        page = await shown(pilot, "Ada [b]: test")
        assert "1 of 1 answered" not in page


async def test_hundreds_of_tags_leave_the_list_its_place(opening: Opening, size: tuple[int, int]) -> None:
    for day in range(10, 20):
        newest = sessions.typed(at=f"2026-11-{day}T12:00:00+01:00")
    library.tag(newest, [f"tag{number}" for number in range(300)])
    async with opening("sessions", size=size) as pilot:
        page = frame(pilot)
        assert page.count("1 of 1 answered") == 10
        assert "Tags: tag0 tag1" in page
        assert newest.name in page


async def test_the_library_says_what_it_takes_on_disk_and_each_session_too(opening: Opening) -> None:
    folders = [sessions.spoken(), sessions.typed()]
    sizes = [sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) for folder in folders]
    async with opening("sessions", size=(100, 30)) as pilot:
        page = " ".join(frame(pilot).split())
        assert f"2 sessions, {sum(sizes) / 1e6:.1f} MB" in page
        assert f" {sizes[0] / 1e6:.1f} MB in /" in page
        await pilot.press("down")
        assert f" {sizes[1] / 1e3:.1f} kB in /" in " ".join(frame(pilot).split())


async def test_the_sample_can_be_looked_at_and_not_deleted(opening: Opening, sample: Path) -> None:
    async with opening("sessions") as pilot:
        assert "> A sample to look at" in frame(pilot)
        last = frame(pilot).splitlines()[-1]
        assert "space replay" in last
        assert "delete" not in last
        await pilot.press("d", "c")
        await settle(pilot)
        assert getattr(pilot.app.screen, "NAME", "") == "sessions"


@pytest.mark.parametrize("screen", ["scorecard", "replay"])
async def test_the_name_of_a_session_stands_above_its_scorecard_and_replay(opening: Opening, screen: str) -> None:
    folder = sessions.spoken()
    library.rename(folder, "Before [Harbour] Foods, with Lena at the kitchen table")
    async with opening(screen, session=folder) as pilot:
        page = await shown(pilot, "question 1" if screen == "replay" else "the whole session")
        assert page.splitlines()[1].strip().startswith("Before [Harbour] Foods, with Lena")


async def test_where_there_is_no_session_yet_the_footer_offers_to_import_recordings(
    opening: Opening, sample: Path, size: tuple[int, int]
) -> None:
    async with opening("sessions", size=size) as pilot:
        last = frame(pilot).splitlines()[-1]
        assert "i import" in last
        assert "search" not in last, "there is nothing to find"


async def delete(pilot: Pilot[None], answer: str = "y") -> None:
    """Asks for it, and answers the question."""
    await pilot.press("d")
    await settle_dialog(pilot, "ask")
    await pilot.press(answer)
    await settle(pilot)


async def test_deleting_asks_once_and_no_is_the_easy_answer(opening: Opening) -> None:
    folder = sessions.spoken()
    async with opening("sessions") as pilot:
        await delete(pilot, "enter")
        assert folder.exists()
        await delete(pilot)
        assert not folder.exists()
        assert "No sessions yet" in frame(pilot)


async def test_what_cannot_be_brought_back_is_said(opening: Opening) -> None:
    folder = sessions.spoken()
    async with opening("sessions") as pilot:
        await delete(pilot)
        shutil.rmtree(folder.parent / library.DELETED)
        await pilot.press("u")
        await settle_dialog(pilot, "notice")
        assert "cannot be brought back" in frame(pilot)
        await pilot.press("escape")


async def test_a_session_that_is_open_elsewhere_is_not_deleted_and_a_panel_says_so(
    opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    from filelock import FileLock

    folder = sessions.spoken()
    with FileLock(folder / ".lock"):
        async with opening("sessions") as pilot:
            await pilot.press("d")
            await settle_dialog(pilot, "ask")
            await pilot.press("y")
            await settle_dialog(pilot, "notice")
            assert "is open in another mock-interview" in frame(pilot)
            await pilot.press("escape")
    assert folder.exists()


async def test_search_narrows_the_list_and_esc_shows_it_again(opening: Opening) -> None:
    sessions.spoken()
    sessions.spoken(at="2026-11-20T12:00:00+01:00", answers=1, of=3)
    async with opening("sessions") as pilot:
        choices = pilot.app.screen.query_one(Choices)
        await pilot.press("slash", *"unfinished")
        await settle(pilot)
        assert [row.detail for row in choices.rows] == ["test, 1 of 3 answered, unfinished"]
        await pilot.press(*" nowhere")
        await settle(pilot)
        assert "Nothing here holds these words" in frame(pilot)
        await pilot.press("escape")
        assert len(choices.rows) == 2
        assert choices.has_focus


async def test_the_first_esc_shows_the_whole_list_and_the_second_goes_back(
    opening: Opening, size: tuple[int, int]
) -> None:
    sessions.spoken()
    sessions.spoken(at="2026-11-20T12:00:00+01:00", answers=1, of=3)
    async with opening("sessions", size=size) as pilot:
        choices = pilot.app.screen.query_one(Choices)
        await pilot.press("slash", *"unfinished", "enter")
        await settle(pilot)
        assert [row.detail for row in choices.rows] == ["test, 1 of 3 answered, unfinished"]
        assert "esc whole list" in frame(pilot).splitlines()[-1]
        await pilot.press("escape")
        await settle(pilot)
        assert len(choices.rows) == 2
        assert "esc back" in frame(pilot).splitlines()[-1]
        await pilot.press("escape")
        await settle(pilot)
        assert getattr(pilot.app.screen, "NAME", "") == "home"


async def test_esc_in_a_bank_shows_all_its_questions_before_it_shows_the_banks(opening: Opening) -> None:
    async with opening("banks") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, Banks)
        await pilot.press("enter")
        await settle(pilot)
        bank = screen.bank
        assert bank is not None
        await pilot.press("slash", *"tell", "enter")
        await settle(pilot)
        choices = screen.query_one(Choices)
        assert len(choices.rows) < len(bank.questions)
        await pilot.press("escape")
        await settle(pilot)
        assert len(choices.rows) == len(bank.questions)
        assert bank.title in frame(pilot).splitlines()[1]
        await pilot.press("escape")
        await settle(pilot)
        assert "Question banks" in frame(pilot).splitlines()[1]


async def test_a_damaged_session_says_what_is_wrong(opening: Opening) -> None:
    folder = sessions.spoken()
    (folder / "journal.jsonl").write_bytes(b"\x1b[2Jnonsense\n")
    async with opening("sessions") as pilot:
        assert "cannot be opened" in frame(pilot)
        assert "holds no whole event" in " ".join(frame(pilot).split())
        assert "\x1b" not in frame(pilot)
        assert "scorecard" not in frame(pilot).splitlines()[-1]


async def test_thousands_of_rows_are_drawn_only_where_they_are_seen(opening: Opening) -> None:
    async with opening("sessions") as pilot:
        choices = pilot.app.screen.query_one(Choices)
        choices.show([Row(str(number), f"session {number}", "[red]not markup[/red]") for number in range(10_000)])
        await pilot.press("end")
        await settle(pilot)
        assert "> session 9999   [red]not markup[/red]" in frame(pilot)
        await pilot.press("pageup")
        assert choices.selected is not None
        assert choices.selected.key == str(9999 - (choices.size.height - 1))


async def test_banks_show_their_questions_and_esc_goes_back(opening: Opening, size: tuple[int, int]) -> None:
    async with opening("banks", size=size) as pilot:
        choices = pilot.app.screen.query_one(Choices)
        bank = next(iter(typing.cast(MockInterviewApp, pilot.app).banks().values()))
        assert bank.title in frame(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert len(choices.rows) == len(bank.questions)
        assert " ".join(bank.questions[0].text.split())[:40] in " ".join(frame(pilot).split())
        assert bank.questions[0].listen_for[0].point.split()[0] in frame(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert choices.selected is not None
        assert choices.selected.key == bank.id


async def test_a_bank_with_faults_is_named_and_the_others_are_there(opening: Opening) -> None:
    paths.own_banks().mkdir(parents=True)
    (paths.own_banks() / "mine.yaml").write_text("id: mine\ntitle: [red]\n")
    async with opening("banks") as pilot:
        assert "mine.yaml" in " ".join(frame(pilot).split())
        await pilot.press("escape")
        assert "General interview" in frame(pilot)


def test_every_setting_has_its_line_and_no_line_is_without_a_setting() -> None:
    elsewhere = {"window_seconds", "keys"}  # measured, and written by hand
    assert set(FIELDS) == set(Settings.__struct_fields__) - elsewhere
    for name, field in FIELDS.items():
        values = typing.get_args(typing.get_type_hints(Settings)[name])
        if values:
            assert field.words is not None
            assert set(field.words) == set(values)
        if isinstance(getattr(FIRST, name), str) and not values:
            assert field.empty


async def test_a_change_is_saved_at_once_and_can_be_taken_back(opening: Opening, size: tuple[int, int]) -> None:
    async with opening("settings", size=size) as pilot:
        choices = pilot.app.screen.query_one(Choices)
        for name, change in {"questions": 6, "thinking": "always", "nerves": False, "voice_rate": 180}.items():
            choices.select(name)
            await pilot.press("enter")
            await settle(pilot)
            assert getattr(load(), name) == change
            await pilot.press("left")
            assert getattr(load(), name) == getattr(FIRST, name)
        choices.select("theme")
        await pilot.press("space")
        await settle(pilot)
        assert pilot.app.theme == load().theme == "light"
        await pilot.press("backspace")
        assert load() == FIRST


async def test_what_is_typed_is_saved_and_what_is_left_is_not(opening: Opening) -> None:
    async with opening("settings") as pilot:
        pilot.app.screen.query_one(Choices).select("model_folder")
        await pilot.press("enter")
        await settle_dialog(pilot, "write")
        await pilot.press(*"[b]", "enter")
        await settle(pilot)
        assert load().model_folder == "[b]"
        await pilot.press("enter")
        await settle_dialog(pilot, "write")
        await pilot.press(*"more", "escape")
        await settle(pilot)
        assert load().model_folder == "[b]"


async def test_a_bank_is_picked_from_those_there_are(opening: Opening) -> None:
    async with opening("settings") as pilot:
        pilot.app.screen.query_one(Choices).select("bank")
        await pilot.press("enter")
        await settle_dialog(pilot, "pick")
        await pilot.press("down", "enter")
        await settle(pilot)
        assert load().bank in typing.cast(MockInterviewApp, pilot.app).banks()


async def test_settings_that_cannot_be_saved_are_told_and_kept(opening: Opening) -> None:
    paths.settings_file().parent.mkdir(parents=True, exist_ok=True)
    paths.settings_file().mkdir()
    async with opening("settings") as pilot:
        await pilot.press("enter")
        await settle_dialog(pilot, "notice")
        assert "cannot be saved" in " ".join(frame(pilot).split())
        assert typing.cast(MockInterviewApp, pilot.app).settings == msgspec.structs.replace(FIRST, questions=6)


async def test_what_another_program_set_meanwhile_stays_and_is_shown(opening: Opening) -> None:
    async with opening("settings") as pilot:
        assert main(["settings", "thinking", "always"]) == 0
        pilot.app.screen.query_one(Choices).select("questions")
        await pilot.press("enter")
        await settle(pilot)
        wanted = msgspec.structs.replace(FIRST, questions=6, thinking="always")
        assert load() == wanted == typing.cast(MockInterviewApp, pilot.app).settings
        assert "before every answer" in frame(pilot)


async def test_settings_that_another_version_wrote_meanwhile_are_told_and_left_as_they_are(opening: Opening) -> None:
    async with opening("settings") as pilot:
        newer = '{"name": "Ada", "no_such_yet": 1}'
        paths.settings_file().parent.mkdir(parents=True, exist_ok=True)
        paths.settings_file().write_text(newer)
        await pilot.press("enter")
        await settle_dialog(pilot, "notice")
        assert "no_such_yet" in frame(pilot)
        assert paths.settings_file().read_text() == newer
        assert typing.cast(MockInterviewApp, pilot.app).settings == msgspec.structs.replace(FIRST, questions=6)


async def settle_dialog(pilot: typing.Any, name: str) -> None:
    """Waits until a dialog that a worker opened is on screen; the worker itself waits for the dialog."""
    for _ in range(200):
        if getattr(pilot.app.screen, "NAME", "") == name:
            break
        await pilot.pause()
    assert name == pilot.app.screen.NAME
    await pilot.pause()


async def test_a_question_that_was_really_asked_takes_one_key(opening: Opening) -> None:
    async with opening("banks") as pilot:
        await pilot.press("a")
        await until(pilot, lambda: bool(pilot.app.screen.query(Input)))
        pilot.app.screen.query_one(Input).value = "Why did [b]you[/b] leave?"
        await pilot.press("enter")
        await shown(pilot, "Questions I was really asked")
        assert "1 questions" not in frame(pilot)
        await pilot.press("enter")
        await shown(pilot, "Why did [b]you[/b] leave?")
    (question,) = load_bank(paths.own_banks() / "asked.yaml").questions
    assert question.kind == "motivation"


async def test_a_long_text_about_one_line_leaves_the_others_their_place(
    opening: Opening, size: tuple[int, int]
) -> None:
    for name in ("Ada", "Ben", "Cy"):
        CONTACTS.save(Contact(id=name.lower(), name=name, met="at the fair in the hall " * 90))
    texts = [f"{number}: {'why would you, really, ' * 60}?" for number in range(3)]
    add(ASKED, [Listed(text=text) for text in texts], lambda _: "motivation")
    async with opening("contacts", size=size) as pilot:
        assert all(f"{name}   person" in frame(pilot) for name in ("Ada", "Ben", "Cy "))
    async with opening("banks", size=size) as pilot:
        await pilot.press("end", "enter")
        page = await shown(pilot, "3 questions")
        assert all(f"{number}: why would you" in page for number in range(3))


async def test_what_another_look_found_first_is_shown(opening: Opening) -> None:
    """A look that is cut off goes on in its thread, and finds what the next one does not find any more."""
    async with opening("sessions") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, Sessions)
        folder = sessions.spoken()
        screen.program.index().sync()
        assert list(screen.shown) == []
        await screen.look().wait()
        assert list(screen.shown) == [str(folder)]
