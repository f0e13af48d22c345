"""What the manual says is what the code does, or the build fails."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click import Context

import obverse
from obverse.cli.main import main

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(obverse.__path__, "obverse.")
    if not module.name.endswith("__main__")
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_a_modules_docstrings_are_true(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.failed == 0


def test_some_modules_have_examples() -> None:
    finder = doctest.DocTestFinder()
    found = [
        name for name in MODULES if any(test.examples for test in finder.find(importlib.import_module(name)))
    ]
    assert len(found) > 20


def test_the_reference_pages_are_what_the_code_generates(repository: Path) -> None:
    call = [sys.executable, str(repository / "docs" / "generate_reference.py"), "--check"]
    run = subprocess.run(call, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_link_between_pages_leads_somewhere(repository: Path) -> None:
    broken = []
    pages = [
        *repository.glob("*.md"),
        *(repository / "docs").rglob("*.md"),
        *(repository / "src").rglob("*.md"),
    ]
    for page in [*pages, *(repository / "examples").rglob("*.md")]:
        text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
        broken += [
            f"{page.relative_to(repository)} -> {target}"
            for target in targets
            if "://" not in target and not (page.parent / target).exists()
        ]
    assert pages
    assert broken == []


def test_every_command_of_the_readme_exists(repository: Path) -> None:
    text = (repository / "README.md").read_text(encoding="utf-8")
    used = set(re.findall(r"^\s*(?:\.venv/bin/)?obverse (\w+)", text, re.MULTILINE))
    assert used
    assert used <= set(main.list_commands(Context(main)))
