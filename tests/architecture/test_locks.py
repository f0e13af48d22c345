"""The lock files: complete, without an address, and in step with pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

GROUPS = ("runtime", "web", "development")
LOCKS = sorted(file.stem for file in (Path(__file__).parents[2] / "requirements").glob("*.lock"))
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


class Locked(NamedTuple):
    """One locked release: its name and version, for which machines, and the hashes of its files."""

    name: str
    version: Version
    marker: Marker | None
    hashes: frozenset[str]


def _entries(lock: Path) -> Iterator[Locked]:
    for entry in lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        requirement = Requirement(HASH.sub("", entry).strip())
        (pin,) = requirement.specifier
        assert pin.operator == "==", entry
        yield Locked(
            canonicalize_name(requirement.name),
            Version(pin.version),
            requirement.marker,
            frozenset(HASH.findall(entry)),
        )


@pytest.fixture(scope="module")
def locks(repository: Path) -> dict[str, list[Locked]]:
    return {file.stem: list(_entries(file)) for file in (repository / "requirements").glob("*.lock")}


@pytest.fixture(scope="module")
def project(repository: Path) -> dict[str, list[Requirement]]:
    """The ranges that pyproject.toml asks for, by group."""
    table = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    runtime = [Requirement(text) for text in table["dependencies"]]
    more = table["optional-dependencies"]
    web = [*runtime, *(Requirement(text) for text in more["web"])]
    return {"runtime": runtime, "web": web, "development": [*web, *map(Requirement, more["development"])]}


@pytest.mark.parametrize("group", LOCKS)
def test_a_lock_holds_names_versions_and_hashes_and_no_address(group: str, repository: Path) -> None:
    text = (repository / "requirements" / f"{group}.lock").read_text(encoding="utf-8")
    assert not re.search(r"https?:|//|index-url|find-links|@", text)
    for line in text.splitlines():
        pattern = HASH.pattern if line.startswith(" ") else r"[a-z0-9-]+==[0-9][^ ]*( ; [^\\]+)?"
        assert re.fullmatch(rf" *{pattern}( \\)?", line), line


@pytest.mark.parametrize("group", LOCKS)
def test_every_locked_release_has_a_hash(group: str, locks: dict[str, list[Locked]]) -> None:
    assert [entry.name for entry in locks[group] if not entry.hashes] == []


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
@pytest.mark.parametrize("group", GROUPS)
def test_a_lock_holds_one_fitting_release_of_each_dependency(
    group: str,
    system: str,
    python: str,
    locks: dict[str, list[Locked]],
    project: dict[str, list[Requirement]],
) -> None:
    machine = {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": system}
    there = [entry for entry in locks[group] if entry.marker is None or entry.marker.evaluate(machine)]
    versions = {entry.name: entry.version for entry in there}
    assert len(versions) == len(there), "a release is locked twice for the same machine"
    for wish in project[group]:
        name = canonicalize_name(wish.name)
        assert name in versions, f"run scripts/lock: {name} is not locked"
        assert versions[name] in wish.specifier, f"run scripts/lock: {wish} is not met"


def test_each_lock_is_a_part_of_the_next(locks: dict[str, list[Locked]]) -> None:
    runtime, web, development = ({str(entry) for entry in locks[group]} for group in GROUPS)
    assert runtime < web < development


def test_every_dependency_is_explained(repository: Path, project: dict[str, list[Requirement]]) -> None:
    decision = (repository / "docs" / "decisions" / "2026-11-22-dependencies.md").read_text(encoding="utf-8")
    explained = re.findall(r"^\| ([a-z0-9-]+) \| \d", decision, flags=re.MULTILINE)
    assert sorted(explained) == sorted(canonicalize_name(wish.name) for wish in project["development"])
