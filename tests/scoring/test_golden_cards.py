"""Whole scorecards are what was read and found right (`tests/data/scoring-cards.yaml`)."""

from __future__ import annotations

from tests.scoring.golden_cards import FILE, told


def test_every_card_is_as_it_was_read() -> None:
    """A scorer that is changed on purpose has them written anew (`python -m tests.scoring.golden_cards`), and the difference read."""
    kept, found = FILE.read_text(encoding="utf-8").splitlines(), told().splitlines()
    different = [pair for pair in zip(kept, found, strict=False) if pair[0] != pair[1]]
    assert not different
    assert len(kept) == len(found)
