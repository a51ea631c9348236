"""What is asked, said and written is what was read and found good (`tests/data/comeback-words.yaml`)."""

from __future__ import annotations

from tests.comeback.golden_words import FILE, told


def test_every_word_is_as_it_was_read() -> None:
    """A change of the wording is made there too: `python -m tests.comeback.golden_words`, and its difference read."""
    kept, found = FILE.read_text(encoding="utf-8").splitlines(), told().splitlines()
    different = [pair for pair in zip(kept, found, strict=False) if pair[0] != pair[1]]
    assert not different
    assert len(kept) == len(found)
