"""A synthetic survey in which the exact numbers of people are easy to recognise, and the scan that looks for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HEADER = "respondent,wave,variant,role,item,public_value,value\n"
# How many of each side answered, and how many of these said that the value was weakened. None of these numbers is one
# that the rules would print: no multiple of five, and no end of what is rounded to one.
PEOPLE = {"internal": (149, 49), "participant": (561, 296), "non_participant": (626, 299)}
ROLES = {"internal": "front_line_staff", "participant": "volunteer", "non_participant": "neighbour"}
EXACT = frozenset({"1336", "644", "149", "561", "626", "296", "299", "2672"})
"""Everybody, all yes, each group, most of their yes, and the rows of the register (49 is a page of the PDF, too)."""
_NUMBER = re.compile(
    r"(?<![\w.#&;])\d{1,3}(?:[  ,\u00a0\u202f]\d{3})+(?![\w])|(?<![\w.#&])\d+(?:\.\d+)?(?![\w])"
)


def answers(code: Callable[[int], str] = str) -> str:
    """The rows: everybody answers both questions on one value; ``code`` writes a degree as an export would."""
    rows = []
    for side, (people, weakened) in PEOPLE.items():
        for number in range(people):
            somebody = f"{side}{number},post,{side},{ROLES[side]}"
            rows.append(f"{somebody},weakened,V06,{code(2 if number < weakened else 0)}\n")
            rows.append(f"{somebody},strengthened,V06,{code(number % 3)}\n")
    return HEADER + "".join(rows)


def dossier(build_dossier: Any, name: str = "planted", code: Callable[[int], str] = str) -> Path:
    """The dossier of that survey."""
    directory: Path = build_dossier({"survey_answer": answers(code)}, name=name)
    return directory


def exact_numbers(text: str) -> set[str]:
    """The exact numbers that stand in an artefact, however thousands are set apart."""
    return set(EXACT.intersection(_numbers(text)))


def _numbers(text: str) -> Iterator[str]:
    for found in _NUMBER.finditer(text):
        yield re.sub(r"[  ,\u00a0\u202f]", "", found.group())
        # a list of numbers is no number with thousands
        yield from re.split(r"[  ,\u00a0\u202f]", found.group())
