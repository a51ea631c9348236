"""Prep sheets from files and to files, and the page that describes them."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import paths, settings
from simulator.cli import main
from simulator.errors import SheetError
from simulator.preparation.editing import entry
from simulator.preparation.files import (
    active_sheet,
    as_yaml,
    delete_sheet,
    find_sheet,
    lint,
    load_sheet,
    load_sheets,
    save_sheet,
)
from simulator.preparation.model import Concern, Interview, Paper, Sheet, Story, Transfer

PAGE = (Path(__file__).parents[2] / "docs" / "prep-sheets.md").read_text(encoding="utf-8")

SMALL = "id: small\nemployer: A shop\nrole: Baker\n"


def written(folder: Path, text: str, name: str = "small.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def faults(folder: Path, text: str) -> list[tuple[int, str]]:
    return [(fault.line, fault.message) for fault in lint(written(folder, text))]


def test_the_example_on_the_page_is_a_good_sheet(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    sheet = load_sheet(written(tmp_path, example))
    assert sheet.interview == Interview(
        date="2027-03-09",
        hour="10:00",
        place="12 Quay Road, second floor",
        format="two people, 45 minutes",
        way="Bus 7 to the harbour, 25 minutes",
        arrive="09:45",
        dress="plain clothes and safety shoes",
    )
    assert [paper.ready for paper in sheet.documents] == [True, False]
    assert sheet.stories[0].competencies == ("problem solving", "teamwork")


@pytest.mark.parametrize("shape", [Sheet, Interview, Concern, Transfer, Paper, Story])
def test_the_page_explains_every_key(shape: type[msgspec.Struct]) -> None:
    for key in shape.__struct_fields__:
        assert f"`{key}`" in PAGE, key


def test_a_sheet_needs_three_keys_and_the_rest_may_be_left_empty(tmp_path: Path) -> None:
    empty = "interview:\ncompany:\nwhy_role:\nstories:\ndocuments: []\n"
    assert load_sheet(written(tmp_path, SMALL + empty)) == Sheet(id="small", employer="A shop", role="Baker")
    assert [line for line, _ in faults(tmp_path, "id: small\n")] == [1, 1]


def test_every_fault_is_told_at_once_and_nothing_is_changed(tmp_path: Path) -> None:
    text = (
        "id: Small Sheet\n"
        "employer: A shop\n"
        "role: [baker]\n"
        "interview:\n"
        "  date: the ninth\n"
        "  hour: 25:00\n"
        "company: a fact\n"
        "seling_points: []\n"
        "documents:\n"
        "  - name: CV\n"
        "    ready: soon\n"
        "stories:\n"
        "  - id: one\n"
        "    title: One\n"
        "  - id: one\n"
    )
    found = faults(tmp_path, text)
    assert [line for line, _ in found] == [1, 3, 5, 6, 7, 8, 11, 15, 15]
    assert (tmp_path / "small.yaml").read_text(encoding="utf-8") == text
    with pytest.raises(SheetError, match="9 faults, and is left as it is"):
        load_sheet(tmp_path / "small.yaml")


def test_a_slip_of_yaml_hides_only_its_own_story(tmp_path: Path) -> None:
    stories = 'stories:\n  - id: one\n    title: "open\n  - id: two\n    title: Two\n    competency: planning\n'
    found = faults(tmp_path, SMALL + stories)
    assert [line for line, _ in found] == [6, 9]
    assert "competencies" in lint(tmp_path / "small.yaml")[1].mend


def test_what_is_saved_is_read_again_and_stays_in_its_file(tmp_path: Path) -> None:
    written(tmp_path, SMALL, "my own name.yml")
    sheet = msgspec.structs.replace(load_sheets(tmp_path).sheets["small"], company=("Founded: 1921",))
    assert save_sheet(sheet, tmp_path).name == "my own name.yml"
    assert load_sheets(tmp_path).sheets == {"small": sheet}


def test_a_file_with_faults_is_never_overwritten(tmp_path: Path) -> None:
    file = written(tmp_path, SMALL + "hobby: chess\n")
    with pytest.raises(SheetError, match="hobby"):
        save_sheet(Sheet(id="small", employer="B", role="C"), tmp_path)
    assert file.read_text(encoding="utf-8").endswith("chess\n")


def test_a_file_without_a_sheet_says_what_one_has(tmp_path: Path) -> None:
    for nothing in ("", "# only a remark\n"):
        ((line, message),) = faults(tmp_path, nothing)
        assert line == 1
        assert message == "This file is empty."


def test_a_sheet_that_holds_stories_alone_is_told_what_is_wrong_with_them_too(tmp_path: Path) -> None:
    found = faults(tmp_path, "stories:\n  - id: night-shift\n")
    assert any("employer" in message for _, message in found)
    assert any("title" in message or "situation" in message for _, message in found)


def test_a_disk_that_refuses_is_told_with_the_place(tmp_path: Path) -> None:
    sheet = Sheet(id="small", employer="A shop", role="Baker")
    no_folder = written(tmp_path, "", "a-file")
    with pytest.raises(SheetError, match=r"a-file.small\.yaml cannot be saved"):
        save_sheet(sheet, no_folder)


def test_a_sheet_is_found_by_its_id_and_by_its_path_and_can_be_deleted(home: Path, tmp_path: Path) -> None:
    sheet = Sheet(id="small", employer="A shop", role="Baker")
    kept = save_sheet(sheet)
    assert find_sheet("small") == find_sheet(str(kept)) == sheet
    with pytest.raises(SheetError):
        find_sheet(str(tmp_path / "none.yaml"))
    delete_sheet("none")
    assert kept.exists()
    delete_sheet("small")
    assert not kept.exists()


@pytest.mark.parametrize(
    ("field", "made"),
    [
        ("concerns", Concern(concern="Too far away")),
        ("transfers", Transfer(requirement="Too far away")),
        ("documents", Paper(name="Too far away")),
        ("stories", Story(id="too-far-away", title="Too far away")),
        ("skills", "Too far away"),
    ],
)
def test_a_new_entry_is_what_its_list_holds(field: str, made: object) -> None:
    assert entry(Sheet(id="small", employer="A shop", role="Baker"), field, "Too far away") == made


def test_two_sheets_with_one_id_are_told(tmp_path: Path) -> None:
    written(tmp_path, SMALL)
    written(tmp_path, SMALL, "zweite.yaml")
    loaded = load_sheets(tmp_path)
    assert list(loaded.sheets) == ["small"]
    assert "taken by small.yaml" in loaded.faults[0].message


WORDS = st.text(st.sampled_from("abcé :#-'\"[]{}&*!%yesno0123456789"), max_size=30).map(
    lambda text: " ".join(f"a{text}".split())
)
TEXTS = st.lists(WORDS, max_size=3).map(tuple)


@given(facts=TEXTS, prose=WORDS, documents=st.lists(st.builds(Paper, name=WORDS, ready=st.booleans()), max_size=2))
def test_any_text_survives_the_file(
    tmp_path_factory: pytest.TempPathFactory, facts: tuple[str, ...], prose: str, documents: list[Paper]
) -> None:
    sheet = Sheet(id="x", employer=prose, role=prose, company=facts, posting=prose, documents=tuple(documents))
    assert load_sheet(written(tmp_path_factory.mktemp("sheet"), as_yaml(sheet))) == sheet


def test_one_sheet_is_active_and_a_missing_one_is_said(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert active_sheet(settings.load()) is None
    assert main(["prep", "new", "shop", "--employer", "A shop", "--role", "Baker"]) == 0
    assert main(["prep", "use", "shop"]) == 0
    found = active_sheet(settings.load())
    assert found is not None
    assert found.id == "shop"
    capsys.readouterr()
    assert main(["prep", "list"]) == 0
    assert capsys.readouterr().out.splitlines()[0].endswith("active")
    assert main(["prep", "use", "bakery"]) == 1
    assert 'no prep sheet called "bakery"' in capsys.readouterr().err
    assert main(["prep", "use", "none"]) == 0
    assert active_sheet(settings.load()) is None


def test_an_active_sheet_with_faults_is_told_with_each_of_them(home: Path) -> None:
    folder = paths.sheets()
    folder.mkdir(parents=True)
    file = written(folder, "id: shop\nemployer:\nrole: 3\n", "shop.yaml")
    with pytest.raises(SheetError, match=r"shop\.yaml") as caught:
        active_sheet(settings.Settings(sheet="shop"))
    assert len([line for line in str(caught.value).splitlines() if "line" in line]) >= 1
    assert file.read_text() == "id: shop\nemployer:\nrole: 3\n"
