"""A remedy that names numbers is only ever asked for with these numbers, or has a form that goes without them."""

from __future__ import annotations

import ast
import datetime as dt
import string
from collections.abc import Iterator

import pytest

from obverse.evidence.facts import Audit, Facts, Process
from obverse.findings.wording import Wording
from obverse.indicators.catalogue import indicators
from obverse.indicators.indicator import Indicator
from obverse.indicators.register_counts import share_of_known
from obverse.quantities import NotEstimable, Why

ALL = [pytest.param(indicator, id=indicator.id) for indicator in indicators()]
NUMBERS = {"have", "need"}
FACTS = Facts(process=Process(id="p", title="p"), audit=Audit(as_of=dt.date(2026, 1, 1)))


def numbers_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name} & NUMBERS


def words_in(node: ast.AST) -> set[str]:
    return {
        one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }


def asked_for(tree: ast.Module) -> Iterator[tuple[str, set[str]]]:
    """The keys with which remedies are asked for, and which of the two numbers are surely given with each.

    A key that comes by a name may be any word of the module that is not itself written behind ``remedy=``.
    """
    calls = [
        (call, {keyword.arg: keyword.value for keyword in call.keywords})
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
    ]
    written = [given["remedy"] for _, given in calls if "remedy" in given]
    others = words_in(tree) - {
        key for node in written if isinstance(node, ast.Constant) for key in words_in(node)
    }
    for call, given in calls:
        if "remedy" not in given:
            continue
        maker = ast.unparse(call.func)
        # share_of_known hands its own numbers over; what other computations leave out depends on the answers
        told = (
            NUMBERS
            if maker == "share_of_known"
            else NUMBERS & set(given)
            if maker == "NotEstimable"
            else set()
        )
        for key in words_in(given["remedy"]) or others:
            yield key, set(told)


@pytest.mark.parametrize("indicator", ALL)
def test_no_remedy_is_asked_for_without_the_numbers_that_it_names(indicator: Indicator) -> None:
    for language in ("en", "fr"):
        own = indicator.texts(language).remedies
        bare = {
            key
            for file in indicator.folder.glob("*.py")
            for key, told in asked_for(ast.parse(file.read_text(encoding="utf-8")))
            if key in own and numbers_in(own[key]) - told and f"{key}.short" not in own
        }
        assert not bare, language


@pytest.mark.parametrize("indicator", ALL)
def test_the_short_form_of_a_remedy_names_no_number(indicator: Indicator) -> None:
    for language in ("en", "fr"):
        own = indicator.texts(language).remedies
        for key in own:
            if key.endswith(".short"):
                assert not numbers_in(own[key]), key
                without = NotEstimable(why=Why.NOT_COLLECTED, remedy=key.removesuffix(".short"))
                said = Wording(language=language, facts=FACTS, methods={}).remedy(indicator, without)
                assert said == own[key]


def test_a_share_of_which_nothing_is_known_says_how_much_would_be_enough() -> None:
    nothing = share_of_known(0, 0, 40, remedy="mark_accounts", of="actor.staff_or_test", need=50)
    assert isinstance(nothing, NotEstimable)
    assert (nothing.have, nothing.need) == (0, 50)
    indicator = next(one for one in indicators() if one.id == "E7.5d")
    said = Wording(language="en", facts=FACTS, methods={}).remedy(indicator, nothing)
    assert "?" not in said
    assert "50" in said
