"""Accounts of tests, staff and organisers: flagged by declared rules, so that they are left out and reported."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb

from obverse.evidence.importing.extract import NAME
from obverse.evidence.importing.stored import literal
from obverse.evidence.problems import EvidenceProblems, Problem
from obverse.evidence.typed_cells import quoted

FILE = "accounts.toml"
_EXCEPT = "except"
KINDS = ("test", "staff", "organiser")
FLAG = "staff_or_test"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: an account is of a ``kind`` when one of the ``words`` stands in its name."""

    name: str
    kind: str
    words: tuple[str, ...]

    @property
    def pattern(self) -> str:
        """The words as one regular expression (RE2) over names without case, accents and punctuation."""
        listed = "|".join(re.escape(plain_name(word)).replace("\\ ", " ") for word in self.words)
        return rf"(^| )({listed})( |$)"


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules that hold for a dossier, and the plain names that are never flagged."""

    rules: tuple[Rule, ...]
    excepted: tuple[str, ...] = ()


def account_rules(directory: Path) -> Rules:
    """The program's rules, and what a dossier's own ``accounts.toml`` says instead.

    Raises:
        EvidenceProblems: the dossier's file is not what it should be.
    """
    content = dict(_defaults())
    file = directory / FILE
    if file.is_file():
        try:
            own = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise EvidenceProblems([Problem("not_toml", FILE, details={"error": str(error)})]) from None
        problems = [problem for name, body in own.items() for problem in _wrong(name, body)]
        if problems:
            raise EvidenceProblems(problems)
        content |= own
    rules = [
        Rule(name, str(body["kind"]), tuple(str(word) for word in body["words"]))
        for name, body in content.items()
        if name != _EXCEPT and body["words"]
    ]
    excepted = content.get(_EXCEPT, {}).get("names", [])
    return Rules(tuple(rules), tuple(plain_name(str(name)) for name in excepted))


def plain_name(name: str) -> str:
    """A name as the rules compare it, by the same steps as the engine's.

    >>> plain_name("Équipe-Technique  (Ville)")
    'equipe technique ville'
    """
    ((plain,),) = duckdb.execute(f"SELECT {_plain('?')}", [name]).fetchall()
    return str(plain)


def flag_accounts(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: set[str], rules: Rules
) -> dict[str, list[str]]:
    """Flag the actors of a relation whose name meets a rule and whom the source does not flag itself.

    Returns the ids of the accounts that each rule met. The relation has the column of the flag.
    """
    if NAME not in columns:
        return {}
    name = quoted(relation)
    # Of several names, one a line, the first is the account's own.
    plain = _plain(f"split_part({NAME}, chr(10), 1)")
    excepted = ", ".join(literal(one) for one in rules.excepted)
    allowed = f"AND {plain} NOT IN ({excepted})" if excepted else ""
    met: dict[str, list[str]] = {}
    for rule in rules.rules:
        found = connection.execute(
            f"UPDATE {name} SET {FLAG} = 'yes' WHERE {FLAG} = '' AND {NAME} <> '' "
            f"AND regexp_matches({plain}, {literal(rule.pattern)}) {allowed} RETURNING id"
        ).fetchall()
        if found:
            met[rule.name] = [str(row[0]) for row in found]
    return met


def _plain(text: str) -> str:
    return f"trim(regexp_replace(strip_accents(lower({text})), '[^\\p{{L}}\\p{{N}}]+', ' ', 'g'))"


def _wrong(name: str, body: Any) -> list[Problem]:
    def problem(word: str, wanted: str, example: str) -> Problem:
        details = {"section": name, "word": word, "wanted": wanted, "found": repr(body), "example": example}
        return Problem("wrong_kind", FILE, details=details)

    if name == _EXCEPT:
        fits = isinstance(body, Mapping) and _texts(body.get("names"))
        return [] if fits else [problem("names", "a list of texts", '["..."]')]
    if not isinstance(body, Mapping) or not _texts(body.get("words")):
        return [problem("words", "a list of texts", '["..."]')]
    if body.get("kind") not in KINDS:
        return [problem("kind", " | ".join(KINDS), '"staff"')]
    return []


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


@cache
def _defaults() -> Mapping[str, Any]:
    file = resources.files("obverse.evidence.importing").joinpath(FILE)
    return tomllib.loads(file.read_text(encoding="utf-8"))
