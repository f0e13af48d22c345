"""Both languages say the same things in the same places, and French is set as French."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from obverse.survey.sealing import letters
from obverse.survey.sealing.letters import Refused, say

FOLDER = Path(letters.__file__).parent / "texts"
SAID = {name: tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")) for name in ("en", "fr")}
KEYS = [(group, key) for group, texts in SAID["en"].items() for key in texts]


def test_both_languages_have_the_same_texts() -> None:
    assert {group: set(texts) for group, texts in SAID["en"].items()} == {
        group: set(texts) for group, texts in SAID["fr"].items()
    }


@pytest.mark.parametrize(("group", "key"), KEYS)
def test_a_text_has_the_same_places_in_both_languages(group: str, key: str) -> None:
    places = [set(re.findall(r"\{(\w+)\}", SAID[name][group][key])) for name in ("en", "fr")]
    assert places[0] == places[1]
    assert SAID["en"][group][key] != SAID["fr"][group][key]


def test_french_has_no_breaking_space_before_its_marks() -> None:
    for texts in SAID["fr"].values():
        for text in texts.values():
            assert not re.search(r" [:;?!%»]|« ", text), text


def test_every_refusal_in_the_code_has_its_letter_and_every_letter_its_refusal() -> None:
    source = Path(letters.__file__).parents[2]
    files = [*(source / "survey" / "sealing").glob("*.py"), *(source / "cli").rglob("*.py")]
    code = "\n".join(file.read_text(encoding="utf-8") for file in files)
    raised = set(re.findall(r"(?:Bad|Refused|NotOpened|TooLong|Unreadable)\w*\(\s*\"(\w+)\"", code))
    assert raised == set(SAID["en"]["refused"])
    said = set(re.findall(r"\"(?:holding|statement|sheet)\.(?!txt)(\w+)\"", code))
    assert said <= {key for group in ("holding", "statement", "sheet") for key in SAID["en"][group]}
    assert set(SAID["en"]["holding"]) <= said


def test_details_may_be_called_anything() -> None:
    assert Refused("answer_long", over=3, key="x", language="y").letter("fr") != ""
    assert say("refused.answer_long", "en", over=3, key="x")
