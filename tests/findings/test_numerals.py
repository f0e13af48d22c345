"""Numbers are printed as the Unicode CLDR has them: Babel prints the same, more slowly."""

from __future__ import annotations

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from obverse.findings.numerals import printed
from obverse.vocabulary.text import LANGUAGES

PATTERNS = {0: "#,##0", 1: "#,##0.0", 2: "#,##0.00", 3: "#,##0.000"}
AWKWARD = (
    0.0,
    0.5,
    2.675,
    -0.125,
    999.5,
    999_999.9995,
    999_999_999_999.4445,
    1e15,
    1e23,
    -12_345_678.9,
    1e-7,
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("places", PATTERNS)
def test_awkward_numbers_are_printed_as_babel_prints_them(places: int, language: str) -> None:
    rounded = [round(value, places) + 0.0 for value in AWKWARD]
    shown = [printed(value, places, language) for value in rounded]
    assert shown == [format_decimal(value, PATTERNS[places], locale=language) for value in rounded]


@pytest.mark.parametrize("language", LANGUAGES)
@given(
    value=st.floats(-1e18, 1e18) | st.integers(-(10**20), 10**20), places=st.sampled_from(sorted(PATTERNS))
)
def test_any_rounded_number_is_printed_as_babel_prints_it(language: str, value: float, places: int) -> None:
    rounded = round(value, places) + 0.0
    assert printed(rounded, places, language) == format_decimal(rounded, PATTERNS[places], locale=language)
