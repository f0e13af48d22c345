"""The import contracts of pyproject.toml: the house keeps them, and each of them would notice a violation."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

import grimp
import pytest

LAYERS = "Rooms import downwards only"
REPORTS = "Reports never see evidence"
CONNECTORS = "Connectors know nothing of each other"
INDICATORS = "Indicators know nothing of each other"
FORMATS = "Report formats know nothing of each other"
DJANGO = "The engine never imports Django"
PANDAS = "Nobody imports pandas"
BRIDGE = "The workspace enters the engine through its bridge only"

# What each seed adds to a copy of the house: file -> source. Pairs of neighbouring rooms are tried upwards.
UPWARDS = {
    f"{lower} imports {upper}": (LAYERS, {f"{lower}/seeded.py": f"import obverse.{upper}"})
    for lower, upper in [
        ("quantities", "vocabulary"),
        ("vocabulary", "statistics"),
        ("statistics", "evidence"),
        ("evidence", "connectors"),
        ("evidence", "indicators"),
        ("connectors", "indicators"),
        ("indicators", "connectors"),
        ("connectors", "findings"),
        ("indicators", "findings"),
        ("findings", "reports"),
        ("reports", "auditing"),
    ]
}
SEEDS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    **UPWARDS,
    "a lower room imports a higher one inside a function": (
        LAYERS,
        {"statistics/seeded.py": "def f():\n    from obverse.auditing import audit\n    return audit"},
    ),
    "the walk imports the workspace": (LAYERS, {"auditing.py": "import obverse.web"}),
    "the walk imports the command line": (LAYERS, {"auditing.py": "import obverse.cli"}),
    "a room appears that nobody placed": (LAYERS, {"cellar/__init__.py": ""}),
    "a report imports evidence": (REPORTS, {"reports/seeded.py": "import obverse.evidence"}),
    "a report imports an indicator": (REPORTS, {"reports/seeded.py": "import obverse.indicators"}),
    "a report imports a connector": (REPORTS, {"reports/seeded.py": "import obverse.connectors"}),
    "a report imports evidence through a finding": (
        REPORTS,
        {
            "reports/seeded.py": "import obverse.findings.seeded",
            "findings/seeded.py": "import obverse.evidence",
        },
    ),
    "a report runs a query": (REPORTS, {"reports/seeded.py": "import duckdb"}),
    "a connector imports another": (
        CONNECTORS,
        {
            "connectors/seeded/__init__.py": "",
            "connectors/seeded/connector.py": "X = 1",
            "connectors/seeded_too/__init__.py": "",
            "connectors/seeded_too/connector.py": "from obverse.connectors.seeded.connector import X",
        },
    ),
    "an indicator imports another of its evil": (
        INDICATORS,
        {
            "indicators/seeded/__init__.py": "",
            "indicators/seeded/one/__init__.py": "",
            "indicators/seeded/one/indicator.py": "X = 1",
            "indicators/seeded/two/__init__.py": "",
            "indicators/seeded/two/indicator.py": "from obverse.indicators.seeded.one.indicator import X",
        },
    ),
    "an indicator imports one of another evil": (
        INDICATORS,
        {
            "indicators/seeded/__init__.py": "",
            "indicators/seeded/one/__init__.py": "X = 1",
            "indicators/seeded_too/__init__.py": "",
            "indicators/seeded_too/two/__init__.py": "from obverse.indicators.seeded.one import X",
        },
    ),
    "a report format imports another": (
        FORMATS,
        {
            "reports/seeded/__init__.py": "",
            "reports/seeded/render.py": "X = 1",
            "reports/seeded_too/__init__.py": "",
            "reports/seeded_too/render.py": "from obverse.reports.seeded.render import X",
        },
    ),
    "the engine imports Django": (DJANGO, {"evidence/seeded.py": "import django"}),
    "a page imports evidence": (BRIDGE, {"web/people/seeded.py": "import obverse.evidence"}),
    "a page imports an audit": (BRIDGE, {"web/audits/seeded.py": "from obverse.auditing import audit"}),
    "a statistic imports pandas": (PANDAS, {"statistics/seeded.py": "import pandas"}),
}


def check_contracts(source: Path, configuration: Path) -> tuple[int, dict[str, str]]:
    """Run import-linter on the package in ``source``; its exit code and the outcome of each contract."""
    outcome = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-logo", "--no-cache", "--config", configuration],
        cwd=source,
        env={**os.environ, "PYTHONPATH": str(source), "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    outcomes = dict(re.findall(r"^(.+) (KEPT|BROKEN)\b", outcome.stdout, flags=re.MULTILINE))
    assert outcomes, outcome.stdout + outcome.stderr
    return outcome.returncode, outcomes


@pytest.fixture
def check_house(
    repository: Path, tmp_path: Path
) -> Callable[[Mapping[str, str]], tuple[int, dict[str, str]]]:
    """Add files to a copy of the house and check its contracts."""

    def check(additions: Mapping[str, str]) -> tuple[int, dict[str, str]]:
        house = tmp_path / "obverse"
        shutil.copytree(repository / "src" / "obverse", house, ignore=shutil.ignore_patterns("__pycache__"))
        for name, source in additions.items():
            (house / name).parent.mkdir(parents=True, exist_ok=True)
            with (house / name).open("a", encoding="utf-8") as file:
                file.write(f"\n{source}\n")
        return check_contracts(tmp_path, repository / "pyproject.toml")

    return check


def test_the_house_keeps_its_contracts(repository: Path) -> None:
    code, outcomes = check_contracts(repository / "src", repository / "pyproject.toml")
    assert outcomes == dict.fromkeys(outcomes, "KEPT")
    assert code == 0


@pytest.mark.parametrize("seed", sorted(SEEDS))
def test_a_seeded_violation_breaks_its_contract(
    seed: str, check_house: Callable[[Mapping[str, str]], tuple[int, dict[str, str]]]
) -> None:
    contract, additions = SEEDS[seed]
    code, outcomes = check_house(additions)
    assert outcomes[contract] == "BROKEN"
    assert code == 1


def test_every_contract_has_a_seeded_violation(repository: Path) -> None:
    configuration = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    names = {contract["name"] for contract in configuration["tool"]["importlinter"]["contracts"]}
    assert names == {contract for contract, _ in SEEDS.values()}


def test_every_module_is_seen_by_the_contracts(repository: Path) -> None:
    """A folder without __init__.py would be passed over in silence, and with it whatever it imports."""
    source = repository / "src"
    files = {file.relative_to(source).with_suffix("").parts for file in (source / "obverse").rglob("*.py")}
    modules = {".".join(parts).removesuffix(".__init__") for parts in files}
    unseen = modules - grimp.build_graph("obverse", cache_dir=None).modules
    assert not unseen, "add an empty __init__.py to the folders of these modules"


def taken_from_the_front_door(source: str) -> set[str]:
    """What a module imports from ``obverse`` itself, which leads everywhere and which the contracts pass over."""
    nodes = list(ast.walk(ast.parse(source)))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    froms = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module == "obverse"]
    return {name for name in names if name == "obverse"} | {
        alias.name for node in froms for alias in node.names
    }


def test_rooms_take_nothing_but_the_version_from_the_front_door(repository: Path) -> None:
    source = repository / "src" / "obverse"
    allowed = {"__version__"} | {item.stem for item in source.iterdir()}
    taken = {
        str(file.relative_to(source)): taken_from_the_front_door(file.read_text(encoding="utf-8")) - allowed
        for file in source.rglob("*.py")
    }
    assert {name: what for name, what in taken.items() if what} == {}


@pytest.mark.parametrize(
    ("source", "taken"),
    [
        ("import obverse", "obverse"),
        ("from obverse import audit", "audit"),
        ("def f():\n    from obverse import open", "open"),
    ],
)
def test_what_a_room_takes_from_the_front_door_is_seen(source: str, taken: str) -> None:
    assert taken_from_the_front_door(source) == {taken}
