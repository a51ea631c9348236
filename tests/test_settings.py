"""Settings and private files."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator import settings
from simulator.cli import main
from simulator.errors import SettingsError
from simulator.files import write_atomically
from simulator.settings import Settings


def test_they_read_back_and_a_missing_file_means_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.json"
    assert settings.load(path) == Settings()
    settings.save(Settings(voice_rate=140, ends="time"), path)
    assert settings.load(path) == Settings(voice_rate=140, ends="time")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("content", ["{", '{"ends": "never"}', '{"no_such": 1}', "[]", "", '{"voice": "yes"}'])
def test_a_fault_is_named_and_the_file_left_as_it_is(tmp_path: Path, content: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(content)
    with pytest.raises(SettingsError, match=r"settings\.json"):
        settings.load(path)
    assert path.read_text() == content


def test_a_write_that_fails_leaves_the_old_file_and_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.json"
    write_atomically(path, b"old")

    def full(handle: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["settings.json"]


def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path: Path) -> None:
    """Such as one into a folder that is kept in step with another machine."""
    kept, link = tmp_path / "elsewhere" / "mine.json", tmp_path / "settings.json"
    kept.parent.mkdir()
    kept.write_bytes(b"old")
    link.symlink_to(kept)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert kept.read_bytes() == b"new"
    assert [each.name for each in kept.parent.iterdir()] == ["mine.json"]


def test_a_measurement_is_added_and_the_choices_stay(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    settings.save(Settings(voice_rate=140, window_seconds={"base.en": 2.5}), path)
    settings.remember({"tiny.en": 1.2}, path)
    assert settings.load(path) == Settings(voice_rate=140, window_seconds={"base.en": 2.5, "tiny.en": 1.2})


def test_a_measurement_does_not_touch_a_file_that_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"voice": "yes"}')
    settings.remember({"tiny.en": 1.2}, path)
    assert path.read_text() == '{"voice": "yes"}'


@pytest.mark.parametrize(
    ("name", "said", "value"),
    [("voice", "no", False), ("questions", "7", 7), ("thinking", "always", "always"), ("name", "Ada", "Ada")],
)
def test_one_is_set_by_its_name(name: str, said: str, value: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settings", name, said]) == 0
    assert getattr(settings.load(), name) == value
    assert capsys.readouterr().out == f"{name}: {said}\n"


@pytest.mark.parametrize(
    "words",
    [("questions", "31"), ("questions", "many"), ("thinking", "often"), ("voice", "loud"), ("no_such", "1"), ("name",)],
)
def test_what_a_setting_cannot_be_changes_nothing(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    settings.save(Settings(questions=7))
    assert main(["settings", *words]) == 1
    assert words[0] in capsys.readouterr().err
    assert settings.load() == Settings(questions=7)
