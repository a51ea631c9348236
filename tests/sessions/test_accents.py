"""An accent can be written as a sign of its own or together with its letter, and many type none at all."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest

from simulator.sessions import library
from simulator.sessions.index import Index
from tests.tui import sessions

pytestmark = pytest.mark.usefixtures("home")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_are_no_matter_in_names_and_tags_as_they_are_none_in_what_was_said(form: Literal["NFC", "NFD"]) -> None:
    folder = sessions.spoken(said="We opened the café in Zürich, and I was the first to work there. " * 4)
    library.rename(folder, unicodedata.normalize(form, "Café Zürich"))
    library.tag(folder, [unicodedata.normalize(each, "Élan") for each in ("NFC", "NFD")])
    with Index() as index:
        index.sync()
        assert [each.tags for each in index.page(5)] == ["élan"]
        for words in ("cafe", "ZURICH café", unicodedata.normalize("NFD", "café zü")):
            assert [each.folder for each in index.holding(words, 5)] == [folder.name], words
            assert [each.session.folder for each in index.search(words, 5)] == [folder.name], words
