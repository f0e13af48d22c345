"""Every figure of this room names a method that is described, and every silence words that are known."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from obverse.vocabulary import texts

NUMPYS = {"higher", "lower", "marginals"}
"""What numpy calls a method."""


@pytest.fixture(scope="module")
def room(repository: Path) -> list[ast.Module]:
    files = sorted((repository / "src" / "obverse" / "statistics").glob("*.py"))
    assert len(files) > 20
    return [ast.parse(file.read_text(encoding="utf-8")) for file in files]


@pytest.fixture(scope="module")
def described(repository: Path) -> dict[str, dict[str, str]]:
    with (repository / "src" / "obverse" / "statistics" / "methods.toml").open("rb") as file:
        return tomllib.load(file)


def _strings(node: ast.AST) -> Iterator[str]:
    """The words that an expression can give; a name or a part of a mapping is looked up where it is written."""
    if isinstance(node, ast.IfExp):
        yield from _strings(node.body)
        yield from _strings(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def _methods(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "method":
            assert not isinstance(node.value, ast.JoinedStr), (
                "a method is written out, so that it can be found"
            )
            yield from _strings(node.value)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            if node.targets[0].id == "method":
                yield from _strings(node.value)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            if node.target.id.endswith("METHODS") and isinstance(node.value, ast.Dict):
                yield from (word for value in node.value.values for word in _strings(value))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_counted":
            yield from _strings(node.args[-1])


def test_every_method_in_use_is_described_and_every_description_is_in_use(
    repository: Path, room: list[ast.Module], described: dict[str, dict[str, str]]
) -> None:
    used = {method for tree in room for method in _methods(tree)} - NUMPYS
    # "gini" and the ranked indices are also the names of what is counted
    assert used - {"concentration", "wagstaff", "erreygers", "hhi"} <= set(described)
    rooms = [repository / "src" / "obverse" / name for name in ("indicators", "disclosure")]
    sources = "".join(file.read_text(encoding="utf-8") for one in rooms for file in one.rglob("*.py"))
    assert {key for key in set(described) - used if f'"{key}"' not in sources} == set()


def test_descriptions_are_sentences_in_both_languages_with_a_source(
    described: dict[str, dict[str, str]],
) -> None:
    for key, entry in described.items():
        assert set(entry) == {"en", "fr", "source"}, key
        assert entry["en"] != entry["fr"]
        assert entry["source"], key
        for language in ("en", "fr"):
            sentence = entry[language]
            assert sentence[0].isupper(), key
            assert sentence.endswith("."), key
            assert "'" not in sentence, f"{key}: a typewriter apostrophe"


def test_french_signs_keep_their_no_break_space(described: dict[str, dict[str, str]]) -> None:
    for key, entry in described.items():
        for sign in ";:?!»%":
            before = entry["fr"].split(sign)[:-1]
            assert all(part.endswith("\u00a0") for part in before), f"{key}: {sign}"


def test_every_silence_names_a_known_remedy_and_counts_something_that_has_a_name(
    room: list[ast.Module],
) -> None:
    english = texts("en")
    silences = [
        node
        for tree in room
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in {"too_few", "undefined"}
    ]
    assert len(silences) > 30
    for silence in silences:
        remedy, *_, of = silence.args
        for word, key in ((remedy, "remedy.{}.short"), (of, "counted.{}.label")):
            assert isinstance(word, ast.Constant)
            assert english.get(key.format(str(word.value))), word.value
