"""The canonical report and its published schema: what one allows is what the other can hold."""

from __future__ import annotations

import copy
import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from obverse.evidence.coverage import Coverage
from obverse.evidence.facts import AUDITOR_ROLES, STAGES, Audit, Process
from obverse.findings.report import SCHEMA, Report
from obverse.findings.verdict import Reason, Verdict
from obverse.indicators.threshold import Direction, Klass
from obverse.quantities import Basis, Unit, Why
from obverse.reports.json.render import render

Content = dict[str, Any]


@pytest.fixture(scope="session")
def schema(repository: Path) -> Content:
    file = repository / "src" / "obverse" / "reports" / "json" / "report-1.schema.json"
    return dict(json.loads(file.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def validator(schema: Content) -> Draft202012Validator:
    return Draft202012Validator(schema, format_checker=FormatChecker())


def complaints(validator: Draft202012Validator, content: Content) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(content)]


def test_the_schema_is_a_schema(schema: Content) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_every_report_fits_the_schema(report: Report, validator: Draft202012Validator) -> None:
    assert complaints(validator, json.loads(render(report)))[:5] == []


def test_the_schema_lets_no_object_grow_unnoticed(schema: Content) -> None:
    def objects(node: Any) -> list[Content]:
        if isinstance(node, list):
            return [found for item in node for found in objects(item)]
        if not isinstance(node, dict):
            return []
        own = (
            [node] if node.get("type") == "object" and "properties" in node and "required" not in node else []
        )
        return own + [found for value in node.values() for found in objects(value)]

    def closed(node: Any) -> bool:
        if isinstance(node, list):
            return all(closed(item) for item in node)
        if not isinstance(node, dict):
            return True
        is_object = node.get("type") == "object" and "properties" in node and "additionalProperties" in node
        return (not is_object or node["additionalProperties"] is False) and all(map(closed, node.values()))

    assert objects(schema) == []
    assert closed(schema)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("verdict", {item.value for item in Verdict}),
        ("reason", {item.value for item in Reason}),
        ("why", {item.value for item in Why}),
        ("basis", {item.value for item in Basis}),
        ("klass", {item.value for item in Klass}),
        ("direction", {item.value for item in Direction}),
        ("unit", {item.label for item in Unit}),
    ],
)
def test_the_schema_knows_the_words_of_the_program(name: str, words: set[str], schema: Content) -> None:
    assert set(schema["$defs"][name]["enum"]) == words


def test_the_schema_knows_what_a_dossier_declares(schema: Content) -> None:
    process, audit = schema["properties"]["process"], schema["properties"]["audit"]
    assert set(process["properties"]) == {item.name for item in dataclasses.fields(Process)}
    assert set(audit["properties"]) == {item.name for item in dataclasses.fields(Audit)} | {"looks"}
    assert set(process["properties"]["stage"]["enum"]) == {"", *STAGES}
    assert set(audit["properties"]["auditor_role"]["enum"]) == {"", *AUDITOR_ROLES}
    register = {item.name for item in dataclasses.fields(Coverage)} | {"label", "state"}
    assert set(schema["$defs"]["register"]["properties"]) == register


def finding(content: Content, key: str) -> Content:
    return next(item for item in content["findings"] if item["key"] == key)


def _set(path: str, value: Any) -> Callable[[Content], None]:
    """Set what stands at a dotted path; ``key/path`` starts at the finding with this key."""

    def change(content: Content) -> None:
        key, _, rest = path.rpartition("/")
        place = finding(content, key) if key else content
        *parents, last = rest.split(".")
        for parent in parents:
            place = place[parent]
        place[last] = value

    return change


def _drop(path: str) -> Callable[[Content], None]:
    def change(content: Content) -> None:
        key, _, rest = path.rpartition("/")
        place = finding(content, key) if key else content
        *parents, last = rest.split(".")
        for parent in parents:
            place = place[parent]
        del place[last]

    return change


WRONG = {
    "a total": _set("score", 3),
    "a rank of a row": _set("duality.rank", 1),
    "a sixth verdict": _set("E1.1/verdict", "bad"),
    "a figure without n": _drop("E1.1/result.n"),
    "a figure of no case": _set("E1.1/result.n", 0),
    "a figure that is nothing": _set("E1.1/result.value", None),
    "a figure without method": _set("E1.1/result.method", ""),
    "an unknown unit": _set("E1.1/result.unit", "percent"),
    "a silence that is a zero": _set("L1.2/result.value", 0),
    "a silence without remedy": _set("L1.2/result.remedy", ""),
    "an unknown silence": _set("L1.2/result.why", "missing"),
    "a concern without threshold": _set("E1.1/threshold", None),
    "a concern by custom": _set("E1.1/threshold.klass", "convention"),
    "a clean bill without figure": _set("L1.2/verdict", "no_sign"),
    "a threshold without source": _set("E1.1/threshold.source", ""),
    "a threshold that nobody froze": _set("E1.1/threshold.frozen_on", ""),
    "a day that is none": _set("audit.as_of", "2025-02-30"),
    "a finding that answers no claim": _set("E1.1/claims", []),
    "a finding for nothing": _set("E1.1/serves", []),
    "an eighth evil": lambda content: content["evils"].append(content["evils"][0]),
    "a missing question": lambda content: content["questions"].pop(),
    "another language": _set("language", "de"),
    "another form": _set("schema", "urn:obverse:report:2"),
    "a digest that is none": lambda content: content["evidence"][0].update(sha256="abc"),
    "an import at no moment": lambda content: content["imports"][0].update(at="2024-12-01"),
    "an import of fewer rows than none": lambda content: content["imports"][0]["left_out"][0].update(rows=-1),
    "a remark that says nothing": lambda content: content["imports"][0]["notes"].append(""),
    "a p-value above one": _set("E1.1/p_adjusted", 1.2),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_the_schema_refuses(wrong: str, rich: Report, validator: Draft202012Validator) -> None:
    content = copy.deepcopy(json.loads(render(rich)))
    assert complaints(validator, content) == []
    WRONG[wrong](content)
    assert complaints(validator, content)


def test_a_report_from_before_imports_were_told_still_fits(
    rich: Report, validator: Draft202012Validator
) -> None:
    content = json.loads(render(rich))
    del content["imports"]
    assert complaints(validator, content) == []


def test_an_unbounded_end_is_null_and_not_a_number(rich: Report) -> None:
    content = json.loads(render(rich))
    assert content["schema"] == SCHEMA
    assert finding(content, "E5.2:opened")["result"]["high"] is None
    assert finding(content, "SV-1:days")["result"]["low"] is None
