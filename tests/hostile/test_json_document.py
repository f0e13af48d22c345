"""JSON from strangers is read within limits, and what two readers would read differently is not read."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from obverse.evidence.problems import Problem
from obverse.evidence.receiving.json_document import read_json
from obverse.evidence.receiving.limits import limits


def came_of(folder: Path, content: bytes | str) -> tuple[Any, list[Problem]]:
    file = folder / "requests.json"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    value, problems = read_json(file)
    for problem in problems:
        assert problem.letter("en") != problem.letter("fr")
    return value, problems


def kind_of(folder: Path, content: bytes | str) -> str:
    value, (problem,) = came_of(folder, content)
    assert value is None
    return problem.kind


def test_what_was_written_is_read(tmp_path: Path) -> None:
    value = {"a": [1, 2.5, None, True, 'é 👩\u200d🔧 \\ " [{'], "b": {"c": {}}}
    for text in (json.dumps(value), json.dumps(value, ensure_ascii=False), "\ufeff" + json.dumps(value)):
        assert came_of(tmp_path, text) == (value, [])


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_depth_is_bounded(tmp_path: Path, opening: str, closing: str) -> None:
    deep = limits().json_depth
    assert came_of(tmp_path, opening * deep + "1" + closing * deep)[1] == []
    assert kind_of(tmp_path, opening * (deep + 1) + "1" + closing * (deep + 1)) == "json_too_deep"
    assert kind_of(tmp_path, opening * 1_000_000) == "json_too_deep"
    early = "[" * deep + "]" * deep
    assert kind_of(tmp_path, f"[{early}, {'[],' * 600_000} 1]") == "json_too_deep"


def test_brackets_within_texts_are_no_depth(tmp_path: Path) -> None:
    text = json.dumps(["[{" * 5000, '\\"[[' * 500, "\\"])
    assert came_of(tmp_path, text)[1] == []
    assert kind_of(tmp_path, '["' + "[" * 999) == "not_json"


def test_texts_that_never_end_take_no_longer_than_others(tmp_path: Path) -> None:
    began = time.process_time()
    assert kind_of(tmp_path, '"' + '\\"' * 2_000_000) == "not_json"
    assert kind_of(tmp_path, '["' + "\\" * 3_000_000) == "not_json"
    assert time.process_time() - began < 5


@pytest.mark.parametrize("number", ["9" * 41, "-" + "9" * 41, "0." + "1" * 41, "9" * 100_000])
def test_the_digits_of_a_number_are_bounded(tmp_path: Path, number: str) -> None:
    assert kind_of(tmp_path, f'{{"a": {number}}}') == "json_number_too_long"


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999"])
def test_what_is_no_number_is_refused(tmp_path: Path, word: str) -> None:
    assert kind_of(tmp_path, f"[{word}]") == "json_no_number"


@pytest.mark.parametrize(
    "text", ['{"lat": 1, "lat": 2}', '{"lat": 1, "l\\u0061t": 2}', '[{"a": {"b": 1, "b": 1}}]']
)
def test_a_key_that_stands_twice_is_refused(tmp_path: Path, text: str) -> None:
    assert kind_of(tmp_path, text) == "json_key_twice"


@pytest.mark.parametrize("text", ['["\\ud83d"]', '{"\\udc00": 1}', '["\\uD83D\\uD83D\\uDE00"]'])
def test_half_a_character_is_refused_and_a_whole_one_read(tmp_path: Path, text: str) -> None:
    assert kind_of(tmp_path, text) == "json_half_character"
    assert came_of(tmp_path, '["\\ud83d\\ude00"]') == (["😀"], [])


def test_a_text_is_bounded(tmp_path: Path) -> None:
    longest = limits().text_cell_bytes
    assert came_of(tmp_path, json.dumps({"a": "x" * longest}))[1] == []
    assert kind_of(tmp_path, json.dumps({"a": "x" * (longest + 1)})) == "json_text_too_long"


@pytest.mark.parametrize(
    "text", ["{", '[1] "x"', "[1,]", "{'a': 1}", '["a\nb"]', "/* */ []", '{"a" 1}', "\x00"]
)
def test_what_is_not_json_is_told_with_its_place(tmp_path: Path, text: str) -> None:
    _, (problem,) = came_of(tmp_path, text)
    assert (problem.kind, problem.row) == ("not_json", 1)
    assert int(problem.details["column"]) >= 1
