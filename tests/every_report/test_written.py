"""The canonical report is JSON as the standard library writes it, and texts are looked at whatever holds them."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obverse.reports.html.untrusted import visible
from obverse.reports.json.render import written

_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
_CONTENT = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=30,
)


@given(_CONTENT)
def test_a_report_is_written_as_the_standard_library_writes_it(content: Any) -> None:
    assert written(content) == json.dumps(
        content, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False
    )


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_json_does_not_know_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        written({"figures": [1.5, number]})


class _Word(str):
    __slots__ = ()


@pytest.mark.parametrize(
    "content",
    [
        "\u202e",
        _Word("\u202e"),
        {"\u202e": 1},
        MappingProxyType({"a": "\u202e"}),
        ["\u202e"],
        ("\u202e",),
        {"a": [{"b": ("\u202e",)}]},
    ],
)
def test_a_misleading_character_is_seen_wherever_it_stands(content: Any) -> None:
    shown = json.dumps(visible(content), ensure_ascii=False)
    assert "[U+202E]" in shown
    assert "\u202e" not in shown
