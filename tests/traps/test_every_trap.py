"""Each of the 26 known traps of naive measurement has a test that says its number."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TRAPS = 26
HERE = Path(__file__).parent


def traps_tested(source: str) -> dict[int, list[str]]:
    """The numbers with which the docstrings of tests begin, each with its tests."""
    found: dict[int, list[str]] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            said = re.match(r"Trap (\d+): ", ast.get_docstring(node) or "")
            if said and any(isinstance(inner, ast.Assert) for inner in ast.walk(node)):
                found.setdefault(int(said.group(1)), []).append(node.name)
    return found


def everything() -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for file in sorted(HERE.glob("test_traps_*.py")):
        for trap, tests in traps_tested(file.read_text(encoding="utf-8")).items():
            found.setdefault(trap, []).extend(tests)
    return found


@pytest.mark.parametrize("trap", range(1, TRAPS + 1))
def test_a_trap_has_a_test_that_steps_into_it_and_out_again(trap: int) -> None:
    assert everything().get(trap), f"no test says “Trap {trap}: ...” in its first words"


def test_no_test_names_a_trap_that_is_not_in_the_list() -> None:
    assert set(everything()) == set(range(1, TRAPS + 1))


def test_every_test_of_the_traps_says_whose_it_is() -> None:
    for file in sorted(HERE.glob("test_traps_*.py")):
        source = file.read_text(encoding="utf-8")
        tests = re.findall(r"^def (test_\w+)", source, re.MULTILINE)
        told = [name for names in traps_tested(source).values() for name in names]
        assert sorted(tests) == sorted(told), file.name


def test_a_test_without_an_assertion_or_without_a_number_counts_for_no_trap() -> None:
    empty = 'def test_a() -> None:\n    """Trap 3: nothing."""\n'
    silent = "def test_b() -> None:\n    assert 1\n"
    told = 'def test_c() -> None:\n    """Trap 3: something."""\n    assert 1\n'
    assert [traps_tested(source) for source in (empty, silent, told)] == [{}, {}, {3: ["test_c"]}]
