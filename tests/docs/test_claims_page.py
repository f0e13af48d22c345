"""The page of claims has no hole: each of the 185 claims is answered, and each rule is held by a test that exists."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from obverse.indicators.catalogue import indicators
from obverse.vocabulary import claims, planned_indicators, rules


@pytest.fixture(scope="module")
def answers(repository: Path) -> dict[str, str]:
    page = (repository / "docs" / "reference" / "claims.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (S\d+) \| .* \| ([^|]+) \|$", page, re.MULTILINE)
    assert len(rows) == len(dict(rows))
    return dict(rows)


def test_every_claim_has_a_row_that_answers_it(answers: dict[str, str]) -> None:
    assert list(answers) == list(claims())
    assert [claim for claim, answer in answers.items() if not answer.strip()] == []


def test_no_claim_is_left_to_a_plan(answers: dict[str, str]) -> None:
    assert [claim for claim, answer in answers.items() if re.search(r": planned\b", answer)] == []


def test_what_answers_a_claim_exists_or_says_why_it_cannot() -> None:
    existing = {indicator.id for indicator in indicators()}
    for claim in claims().values():
        for answer in claim.feeds:
            if answer in existing or answer in rules():
                continue
            assert planned_indicators()[answer].unmeasurable, f"{claim.id}: {answer}"


def test_an_indicator_says_itself_which_claims_it_answers() -> None:
    fed = {
        (answer, claim.id) for claim in claims().values() for answer in claim.feeds if answer not in rules()
    }
    for indicator in indicators():
        if indicator.id not in planned_indicators():
            continue
        named = {(indicator.id, claim) for claim in indicator.claims}
        assert {pair for pair in fed if pair[0] == indicator.id} <= named, indicator.id


def test_every_rule_is_held_by_a_test_that_exists(repository: Path) -> None:
    enforced = tomllib.loads((repository / "docs" / "rules_enforced.toml").read_text(encoding="utf-8"))
    assert set(enforced) == set(rules())
    for rule, held in enforced.items():
        assert held["how"], rule
        assert held["tests"], rule
        for address in held["tests"]:
            file, _, name = address.partition("::")
            tree = ast.parse((repository / file).read_text(encoding="utf-8"))
            assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, address
