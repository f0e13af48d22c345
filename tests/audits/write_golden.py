"""Writes the golden reports of the examples anew: python tests/audits/write_golden.py. Read the difference."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from obverse.auditing import audit
from obverse.reports.formats import formats

HERE = Path(__file__).resolve().parent
# What differs between the figures of one indicator; the rest is the same for all and is kept with the first.
OWN = (
    "key",
    "about",
    "verdict",
    "reason",
    "sentence",
    "meaning",
    "result",
    "family",
    "p_adjusted",
    "grade",
    "chart",
)


def golden_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """The report with each indicator's first figure in full and the others without what they share with it."""
    seen: set[str] = set()
    findings = []
    for item in content["findings"]:
        first = item["indicator"] not in seen
        seen.add(item["indicator"])
        findings.append(item if first else {name: item[name] for name in OWN} | _counted(item))
    return {**content, "findings": findings}


def _counted(item: Mapping[str, Any]) -> dict[str, Any]:
    line = item["threshold"]
    return {
        "threshold": line and line["value"],
        "counted": item["provenance"]["counted"],
        "left_out": {entry["reason"]: entry["rows"] for entry in item["provenance"]["left_out"]},
    }


def main() -> None:
    """Audit every example and keep its report beside this file."""
    (HERE / "golden").mkdir(exist_ok=True)
    for file in sorted((HERE.parent.parent / "examples").glob("*/dossier.toml")):
        content = json.loads(formats()["json"].render(audit(file.parent)))
        text = json.dumps(golden_of(content), ensure_ascii=False, indent=1, sort_keys=True)
        (HERE / "golden" / f"{file.parent.name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
