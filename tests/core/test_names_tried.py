"""Texts that the search led by coverage began with, or that broke the reader of names once."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.names_tried import try_name

CORPUS = sorted((Path(__file__).parents[2] / "benchmarks" / "corpus" / "name").iterdir())


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_a_kept_text_is_read_or_refused(path: Path) -> None:
    try_name(path.read_bytes())


LETTERS = st.characters(min_codepoint=32, max_codepoint=0x52F)


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(max_size=300), st.text(LETTERS, max_size=60), st.binary(max_size=200)))
def test_any_text_is_read_or_refused(text: str | bytes) -> None:
    try_name(text.encode("utf-8", "ignore") if isinstance(text, str) else text)
