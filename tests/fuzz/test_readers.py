"""Every reader goes over what is kept for it, and over what hypothesis makes of that."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.harness import CORPUS, corpus, in_memory, is_read
from tests.fuzz.readers import READERS

EXAMPLES = 30
"""Mutations for each reader and run."""

MEAN = (
    b"\x00", b"\xff", b"\x1b[2J", b"\x1b]0;x\x07", "\u202e".encode(), b"[red]", b"[/]", b"&a", b"*a", b"!!python/object:os.system",
    b"1e999", b"-1", b"99999999999999999999", b"NaN", b"null", b'"', b"'", b"\r", b"\n", b"\t", b"{", b"}", b"[" * 60, b"\\ud800", b",,", b"../",
)  # fmt: skip
"""What has broken readers elsewhere."""


@pytest.fixture(autouse=True)
def quick_home(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with tempfile.TemporaryDirectory(prefix="mock-interview-", dir=in_memory()) as folder:
        monkeypatch.setenv("MOCK_INTERVIEW_HOME", folder)
        yield


def test_every_reader_has_its_files() -> None:
    assert {folder.name for folder in CORPUS.iterdir()} == set(READERS)


@pytest.mark.parametrize("name", READERS)
def test_what_is_kept_is_read_or_refused(name: str) -> None:
    read = {path.name: is_read(READERS[name], path.read_bytes()) for path in corpus(name)}
    good = {each for each in read if each.startswith("good-")}
    assert good, "nothing shows that it reads at all"
    assert {each for each in good if not read[each]} == set()


@st.composite
def mutated(draw: st.DrawFn, name: str) -> bytes:
    """A file of the reader's with one to four places replaced, taken out or filled in."""
    seeds = [path.read_bytes() for path in corpus(name)]
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        until = min(len(data), at + draw(st.integers(0, 40)))
        other = draw(st.sampled_from(seeds))
        begin = draw(st.integers(0, len(other)))
        piece = draw(st.sampled_from(MEAN) | st.binary(max_size=8) | st.just(other[begin : begin + 60]))
        data = data[:at] + piece + data[until:]
    return data


@pytest.mark.parametrize("name", READERS)
def test_what_is_like_it_is_read_or_refused(name: str) -> None:
    @settings(
        max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], database=None
    )
    @given(mutated(name))
    def survives(data: bytes) -> None:
        is_read(READERS[name], data)

    survives()


SHAPES: dict[str, tuple[str, ...]] = {
    "posting": ("x {} x", "- {}x", "{}#"),
    "list-markdown": ("- {} x", "# {} x", "{}"),
    "list-csv": ("question\n{}",),
    "letter": ("{}",),
    "score-lines": ('{{"question":"why","answer":"{}x"}}',),
}
"""Where a person may have pasted anything."""


@pytest.mark.parametrize("name", SHAPES)
def test_a_long_row_of_one_sign_takes_no_time(name: str) -> None:
    """What looks for the end of such a row from each of its signs takes minutes for these 50,000."""
    for sign in (" ", "(", "'", "#", "- ", "a-", ": ", "—"):
        for shape in SHAPES[name]:
            began = time.process_time()
            is_read(READERS[name], shape.format(sign * (50_000 // len(sign))).encode())
            assert time.process_time() - began < 3, (sign, shape)
