"""Typed access: nothing is read too early, nothing can be changed, a wrong id gets the nearest right one."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from obverse import vocabulary
from obverse.vocabulary import Register, Text, UnknownId, claims, duality, evils, planned_indicators, texts
from obverse.vocabulary.reading import register_of

READS = """
import sys
opened = []
sys.addaudithook(lambda event, args: event == "open" and opened.append(str(args[0])))
from obverse import vocabulary
before = [name for name in opened if name.endswith(".toml")]
vocabulary.evils(), vocabulary.evils()
after = [name for name in opened if name.endswith(".toml")]
heavy = sorted({"babel", "duckdb", "numpy", "scipy", "difflib", "tomlkit"} & set(sys.modules))
print(len(before), len(after), heavy)
"""


def test_importing_the_vocabulary_opens_no_file_and_a_file_is_read_once() -> None:
    result = subprocess.run([sys.executable, "-c", READS], capture_output=True, text=True, check=True)
    assert result.stdout.split(maxsplit=2) == ["0", "1", "[]\n"]


@pytest.mark.parametrize("name", vocabulary.__all__)
def test_every_public_name_exists(name: str) -> None:
    assert hasattr(vocabulary, name)


@pytest.mark.parametrize(
    "read",
    [
        vocabulary.evils,
        vocabulary.ideals,
        vocabulary.questions,
        vocabulary.claims,
        vocabulary.public_values,
        vocabulary.roles,
        vocabulary.rules,
        vocabulary.sources,
        vocabulary.planned_indicators,
    ],
)
def test_an_entry_stands_under_its_own_id_and_cannot_be_changed(read: Callable[[], Register[Any]]) -> None:
    register = read()
    assert register is read()
    for name, entry in register.items():
        assert entry.id == name
        with pytest.raises(dataclasses.FrozenInstanceError):
            entry.id = "another"
    with pytest.raises(TypeError):
        register["new"] = next(iter(register.values()))  # type: ignore[index]


@pytest.mark.parametrize(
    ("look_up", "offered"),
    [
        (lambda: planned_indicators()["E2.33"], r"no planned indicator 'E2\.33'; did you mean E2\.3"),
        (lambda: planned_indicators()["e7.5A"], r"did you mean E7\.5a"),
        (lambda: claims()["s79"], r"no claim 's79'; did you mean S79"),
        (lambda: evils()["evil one"], r"no evil 'evil one'; known are E1, E2"),
        (lambda: texts("en")["verdict.concern.lable"], r"did you mean verdict\.concern\.label"),
        (lambda: texts("fre"), r"no text in 'fre'; did you mean fr"),
        (lambda: duality().title.in_language("nl"), r"no text in 'nl'; known are en, fr"),
    ],
)
def test_a_wrong_id_is_a_key_error_that_offers_the_nearest(look_up: Callable[[], Any], offered: str) -> None:
    with pytest.raises(KeyError, match=offered) as caught:
        look_up()
    assert isinstance(caught.value, UnknownId)
    assert str(caught.value).startswith("there is no ")


def test_a_text_without_one_of_its_languages_is_refused() -> None:
    with pytest.raises(ValueError, match="both languages"):
        Text(en="trust", fr=" ")


def test_a_text_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        duality().title.fr = "autre chose"  # type: ignore[misc]


def test_an_id_that_is_given_twice_is_refused() -> None:
    rows = [{"id": "X1"}, {"id": "X1"}]
    with pytest.raises(ValueError, match="two rows share the id of the thing 'X1'"):
        register_of("thing", rows, lambda row: row)


def test_a_misspelled_key_in_a_file_is_refused() -> None:
    with pytest.raises(TypeError, match="titel"):
        vocabulary.Source(id="x", titel="y")  # type: ignore[call-arg]
