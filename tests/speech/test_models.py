"""Finding the recogniser's model: the order of the search, damage, and downloads that only happen when asked for."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path
from typing import Any, NoReturn

import pytest

from simulator import paths
from simulator.errors import ModelError
from simulator.settings import Settings
from simulator.speech import models

PACKAGED = models.list_models(Settings())[0].folder
FILES = ("config.json", "tokenizer.json")


def folder_of(tmp_path: Path, content: bytes = b"not a model") -> Path:
    """A folder that looks like a model's."""
    folder = tmp_path / "small.en"
    folder.mkdir(parents=True)
    for name in FILES:
        shutil.copy(PACKAGED / name, folder)
    (folder / "model.bin").write_bytes(content)
    return folder


def one_sentence(error: ModelError) -> bool:
    return "\n" not in error.message and error.message.endswith(".") and bool(error.mend)


def test_the_packaged_model_is_found_and_is_the_published_one() -> None:
    found = models.find_model(Settings())
    assert (found.name, found.source) == ("tiny.en", "packaged")


@pytest.mark.parametrize("damage", ["truncated", "one byte"])
def test_a_damaged_model_is_refused_in_one_sentence(
    damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = (PACKAGED / "model.bin").read_bytes()
    broken = whole[: len(whole) // 2] if damage == "truncated" else whole[:-1] + bytes([whole[-1] ^ 1])
    monkeypatch.setattr(models, "_packaged", lambda: folder_of(tmp_path, broken))
    with pytest.raises(ModelError, match="damaged or was changed, so it is not loaded") as caught:
        models.find_model(Settings())
    assert one_sentence(caught.value)


def test_a_folder_in_the_settings_comes_first_and_is_named_when_it_lacks_files(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    found = models.find_model(Settings(model_folder=str(folder)))
    assert (found.folder, found.source) == (folder, "settings")
    (folder / "tokenizer.json").unlink()
    with pytest.raises(ModelError, match=r"lacks tokenizer\.json") as caught:
        models.find_model(Settings(model_folder=str(folder)))
    assert str(folder) in caught.value.message
    assert "settings" in caught.value.mend


def test_without_any_model_the_mend_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "_packaged", lambda: None)
    assert models.list_models(Settings()) == []
    with pytest.raises(ModelError, match="not installed") as caught:
        models.find_model(Settings())
    assert one_sentence(caught.value)


def test_a_download_says_what_it_is_and_how_large() -> None:
    sentence = models.describe_download("base.en")
    assert "145 MB" in sentence
    assert "Systran/faster-whisper-base.en" in sentence
    assert str(paths.models()) in sentence
    with pytest.raises(ModelError, match="no model called 'enormous'"):
        models.describe_download("enormous")


def test_a_download_without_a_network_fails_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise OSError("no network here")

    for name in ("getaddrinfo", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    with pytest.raises(
        ModelError, match=r"base\.en could not be downloaded: huggingface\.co was not reached"
    ) as caught:
        models.download("base.en")
    assert one_sentence(caught.value)
    assert [model.source for model in models.list_models(Settings())] == ["packaged"]


def test_a_downloaded_model_is_offered_after_the_packaged_one_and_checked_ever_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import huggingface_hub

    asked = []

    def fetch(repository: str, *, local_dir: Path, allow_patterns: list[str]) -> None:
        asked.append(repository)
        shutil.copytree(folder_of(tmp_path), local_dir)

    monkeypatch.setattr(huggingface_hub, "snapshot_download", fetch)
    model = models.download("small.en")
    assert asked == ["Systran/faster-whisper-small.en"]
    assert [found.source for found in models.list_models(Settings())] == ["packaged", "downloaded"]
    chosen = Settings(model_folder=str(model.folder))
    assert models.find_model(chosen).folder == model.folder
    assert [found.source for found in models.list_models(chosen)] == ["settings", "packaged"]
    (model.folder / "model.bin").write_bytes(b"something else")
    with pytest.raises(ModelError, match="damaged or was changed"):
        models.find_model(chosen)


@pytest.mark.parametrize(("seconds", "beam"), [({}, 5), ({"tiny.en": 1.4}, 5), ({"tiny.en": 3.5}, 1), ({"x": 9.0}, 5)])
def test_the_beam_follows_what_was_measured_here(seconds: dict[str, float], beam: int) -> None:
    settings = Settings(window_seconds=seconds)
    assert models.beam(models.find_model(settings), settings) == beam


def test_a_model_that_falls_behind_the_speaker_gives_way_to_the_packaged_one(tmp_path: Path) -> None:
    own = str(folder_of(tmp_path))
    assert models.find_model(Settings(model_folder=own)).source == "settings"
    assert models.find_model(Settings(model_folder=own, window_seconds={"small.en": 19.0})).source == "settings"
    assert models.find_model(Settings(model_folder=own, window_seconds={"small.en": 21.0})).source == "packaged"
    assert models.find_model(Settings(window_seconds={"tiny.en": 21.0})).source == "packaged"


def test_a_fast_machine_is_told_which_larger_model_it_can_have() -> None:
    assert models.fast_enough_for(Settings()) == ""
    assert models.fast_enough_for(Settings(window_seconds={"tiny.en": 2.0})) == ""
    assert models.fast_enough_for(Settings(window_seconds={"tiny.en": 1.0})) == "base.en"
    assert models.fast_enough_for(Settings(window_seconds={"tiny.en": 0.4})) == "small.en"
