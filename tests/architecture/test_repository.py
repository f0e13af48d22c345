"""The repository as others receive it: nothing of one machine, nothing empty, nothing heavy at the door."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import obverse
from obverse.indicators.indicator import VERSION

# Written with escapes, so that this file does not name what it looks for.
WORDS = ["pypi\x2eorg", "pythonhosted\x2eorg", "npmjs\x2eorg", "npmjs\x2ecom", "shared\x2fdesign"]
HOMES = ["home", "root", "work", "Users", "tmp"]
# A path that starts a word; in an address or a longer path something stands before the first stroke.
MACHINE_PATH = re.compile(rf"(?<![\w.:/*~$}})-])/(?:{'|'.join(HOMES)})/\w".encode())
FORBIDDEN = re.compile("|".join(re.escape(word) for word in WORDS).encode())
NOT_OURS = {".git", ".venv", ".cache", ".hypothesis", ".pytest_cache", "__pycache__", "build", "report"}


def repository_files(repository: Path) -> list[Path]:
    """The files of the repository, also those not committed yet; without git, all but the ignored."""
    if (repository / ".git").exists() and shutil.which("git"):
        listing = subprocess.run(
            # A checkout that belongs to somebody else is read, not run: git need not refuse it.
            ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=repository,
            capture_output=True,
            check=True,
        )
        names = [os.fsdecode(name) for name in listing.stdout.split(b"\0") if name]
        return [repository / name for name in names if (repository / name).is_file()]
    files = (path for path in repository.rglob("*") if path.is_file())
    return [path for path in files if not NOT_OURS.intersection(path.relative_to(repository).parts)]


def strange_lines(content: bytes) -> list[str]:
    """Lines that name a place on some machine, an index of packages, or a folder outside the repository."""
    if b"\0" in content[:8192]:
        return []
    lines = content.splitlines()
    return [
        line.decode(errors="replace") for line in lines if MACHINE_PATH.search(line) or FORBIDDEN.search(line)
    ]


def test_no_file_speaks_of_one_machine_or_index(repository: Path) -> None:
    files = repository_files(repository)
    assert len(files) > 10
    found = {str(file.relative_to(repository)): strange_lines(file.read_bytes()) for file in files}
    assert {name: lines[:3] for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("before", ["", "see ", "'", '"', "(", "path="])
def test_a_path_of_a_machine_is_found(before: str, home: str) -> None:
    assert strange_lines(f"{before}/{home}/someone/x.csv".encode())


@pytest.mark.parametrize("word", WORDS)
def test_a_forbidden_word_is_found(word: str) -> None:
    assert strange_lines(f"first line\nsee {word}/simple\n".encode())


@pytest.mark.parametrize(
    "line", ["https://www.example.org/home/page", "and/or/work/play", "../tmp/x", "~/work/x"]
)
def test_an_address_or_a_relative_path_is_no_path_of_a_machine(line: str) -> None:
    assert strange_lines(line.encode()) == []


def _is_bare(package: Path) -> bool:
    """Whether a package holds nothing but, at most, a docstring."""
    contents = [item for item in package.iterdir() if item.name != "__pycache__"]
    if any(item.name != "__init__.py" for item in contents):
        return False
    return all(
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        for item in contents
        for node in ast.parse(item.read_text(encoding="utf-8")).body
    )


def test_there_is_no_empty_package(repository: Path) -> None:
    source = repository / "src" / "obverse"
    folders = [source, *(path for path in source.rglob("*") if path.is_dir() and path.name != "__pycache__")]
    assert [str(path.relative_to(repository)) for path in folders if _is_bare(path)] == []


def test_a_package_with_only_a_docstring_counts_as_empty(tmp_path: Path) -> None:
    init = tmp_path / "__init__.py"
    init.write_text('"""Later."""\n', encoding="utf-8")
    assert _is_bare(tmp_path)
    init.write_text('"""Now."""\n\nX = 1\n', encoding="utf-8")
    assert not _is_bare(tmp_path)


def test_importing_the_program_loads_no_heavy_library() -> None:
    code = "import sys; before = set(sys.modules); import obverse; print(*set(sys.modules) - before)"
    run = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in run.stdout.split()}
    assert "obverse" in loaded
    assert not loaded & {"scipy", "pandas", "django", "sqlglot", "pytest"}


@pytest.mark.parametrize(
    "script", ["scripts/setup", "scripts/audit", "scripts/test", "scripts/lock", ".ci/run"]
)
def test_a_script_can_be_run_and_is_sound_bash(script: str, repository: Path) -> None:
    file = repository / script
    assert os.access(file, os.X_OK)
    run = subprocess.run(["bash", "-n", str(file)], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


def test_the_licence_is_the_text_that_the_project_names(repository: Path) -> None:
    text = (repository / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\nEUPL © the European Union 2007, 2016\n")
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "EUPL-1.2"


def test_the_version_is_the_same_everywhere(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == obverse.__version__ == VERSION
