"""Fluency holds whether the words are the recogniser's or what was really said."""

from __future__ import annotations

import pytest

from tests.benchmarks.transcripts import MOST, compare, median
from tests.listening import recordings


@pytest.mark.voice
async def test_fluency_from_the_recogniser_is_that_from_the_reference() -> None:
    pairs = await compare(recordings())
    print(*(f"{pair.name}: {pair.difference:.1f}" for pair in pairs))
    assert median(pairs) <= MOST
