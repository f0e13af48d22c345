"""A newcomer adds an indicator in one folder, and it is in the report, the catalogue and the tests."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FILES = {
    "__init__.py": "",
    "indicator.py": '''
"""E9.9 does not exist; E7.99 is an example of a newcomer."""

from obverse.indicators.indicator import Indicator, Samples
from obverse.indicators.threshold import Direction
from obverse.quantities import Result, Unit
from obverse.statistics.shares import share_of_register


class AnsweredLetters(Indicator):
    """Share of complaints that were resolved."""

    id = "E7.99"
    version = 1
    question = "How many of the letters were answered?"
    serves = ("E7",)
    claims = ("S16",)
    unit = Unit.SHARE
    direction = Direction.LOW_IS_BAD
    stage = frozenset({"during", "after"})
    minimum = {"letters": 1}
    references = ("an example",)
    needs = ({"complaint": ("resolved_at",)},)

    def estimate(self, samples: Samples) -> Result:
        """The plain share of the register."""
        letters = samples["letters"]
        return share_of_register(int(letters["answered"][0]), int(letters["letters"][0]))
''',
    "rows.sql": """
SELECT 'complaint' AS source_table, row_in_file AS source_row, CAST(NULL AS STRING) AS left_out, resolved_at
FROM complaint
""",
    "letters.sql": """
SELECT COUNT(resolved_at) AS answered, COUNT(source_row) AS letters FROM selected_rows
""",
    "texts/en.toml": """
name = "Answered letters"
definition = "Complaints with a date of resolution, as a share of all complaints."
[sentence]
"*" = "{value} of {n} letters were answered."
[caveats]
few = "Few letters may mean that there is no letter box."
""",
    "texts/fr.toml": """
name = "Lettres ayant reçu une réponse"
question = "Combien de lettres ont reçu une réponse ?"
definition = "Réclamations ayant une date de résolution, rapportées à toutes les réclamations."
[sentence]
"*" = "{value} des {n} lettres ont reçu une réponse."
[caveats]
few = "Peu de lettres peut signifier qu’il n’y a pas de boîte aux lettres."
""",
    "examples.toml": '''
[[case]]
title = "one of two letters"
source = "derivation: 1 / 2"
[case.tables]
complaint = """
id,kind,at,resolved_at
k1,oversight,2024-01-01,2024-02-01
k2,oversight,2024-01-01,
"""
[[case.expect]]
value = 0.5
n = 2

[[case]]
title = "no register"
source = "silence"
[[case.expect]]
why = "not_collected"
''',
    "README.md": "# E7.99 Answered letters\n\nAn example.\n\n**Fails when** nobody writes.\n",
}


@pytest.fixture(scope="module")
def copy_with_a_newcomer(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("newcomer")
    for part in ("src", "tests/every_indicator", "docs"):
        shutil.copytree(repository / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "tests/web").mkdir()
    for file in ("tests/conftest.py", "tests/web/settings.py", "pyproject.toml"):
        shutil.copy(repository / file, copy / file)
    folder = copy / "src/obverse/indicators/e7_destruction/e7_99_answered_letters"
    for name, text in FILES.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text.lstrip("\n"), encoding="utf-8")
    return copy


def run(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(copy / "src"), "TZ": "UTC"}
    call = [sys.executable, *arguments]
    return subprocess.run(call, cwd=copy, env=environment, capture_output=True, text=True, check=False)


def test_the_newcomer_stands_in_the_report(copy_with_a_newcomer: Path) -> None:
    dossier = copy_with_a_newcomer / "dossier"
    (dossier / "evidence").mkdir(parents=True)
    (dossier / "dossier.toml").write_text(
        '[process]\nid = "x"\ntitle = "Synthetic"\n[audit]\nas_of = 2025-01-01\n', encoding="utf-8"
    )
    (dossier / "evidence" / "complaint.csv").write_text(
        "id,kind,at,resolved_at\nk1,oversight,2024-01-01,2024-02-01\n", encoding="utf-8"
    )
    done = run(copy_with_a_newcomer, "-m", "obverse", "audit", "dossier")
    assert done.returncode == 0, done.stderr
    report = json.loads((dossier / "report" / "report.json").read_text(encoding="utf-8"))
    (finding,) = [item for item in report["findings"] if item["indicator"] == "E7.99"]
    assert finding["result"]["value"] == 1
    assert "Answered letters" in (dossier / "report" / "report.html").read_text(encoding="utf-8")


def test_the_newcomer_stands_in_the_catalogue(copy_with_a_newcomer: Path) -> None:
    done = run(copy_with_a_newcomer, "docs/generate_reference.py")
    assert done.returncode == 0, done.stderr
    page = (copy_with_a_newcomer / "docs/reference/indicators.md").read_text(encoding="utf-8")
    assert "Answered letters" in page


def test_the_newcomer_is_tested(copy_with_a_newcomer: Path) -> None:
    done = run(
        copy_with_a_newcomer,
        "-m",
        "pytest",
        "tests/every_indicator",
        "-k",
        "E7.99",
        "-q",
        "-p",
        "no:cacheprovider",
    )
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout
