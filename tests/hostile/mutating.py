"""Every sample of every connector, damaged in some hundreds of ways, always the same ones."""

from __future__ import annotations

import hashlib
import itertools
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import obverse.connectors as rooms
from tests.hostile.operators import (
    archives_damaged,
    bytes_damaged,
    sets_damaged,
    tables_damaged,
    trees_damaged,
)
from tests.hostile.operators.damage import Damaged, Files, Operator

OPERATORS: dict[str, Operator] = {
    f"{place}: {name}": operator
    for place, module in (
        ("bytes", bytes_damaged),
        ("files", sets_damaged),
        ("table", tables_damaged),
        ("JSON", trees_damaged),
        ("archive", archives_damaged),
    )
    for name, operator in module.OPERATORS.items()
}
MAPPING = "mapping.toml"
_MOST_SEEDS, _SPREAD = 60, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One case of a connector's sample: its files, and the mapping where the connector needs one."""

    connector: str
    case: str
    files: Files
    mapping: Path | None

    @property
    def encoding(self) -> str:
        """The encoding that the mapping states; nothing where it states none."""
        if self.mapping is None:
            return ""
        return str(
            tomllib.loads(self.mapping.read_text(encoding="utf-8")).get("file", {}).get("encoding", "")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """A damaged sample with the name of the damage and its seed."""

    sample: Sample
    operator: str
    seed: int
    damaged: Damaged

    @property
    def name(self) -> str:
        """What a letter about it says."""
        return f"{self.sample.connector}/{self.sample.case}, {self.operator}, seed {self.seed}"


def connector_names() -> list[str]:
    """All connectors that have a sample, found by walking."""
    return sorted({sample.parent.name for place in rooms.__path__ for sample in Path(place).glob("*/sample")})


def samples(connector: str) -> list[Sample]:
    """The cases of a connector's sample, in order."""
    found = [case for place in rooms.__path__ for case in sorted(Path(place, connector, "sample").glob("*"))]
    return [_sample(connector, case) for case in found if case.is_dir()]


def _sample(connector: str, case: Path) -> Sample:
    files = {file.name: file.read_bytes() for file in sorted(case.iterdir()) if file.is_file()}
    mapping = case / MAPPING if files.pop(MAPPING, None) is not None else None
    return Sample(connector=connector, case=case.name, files=files, mapping=mapping)


def mutations(connector: str, count: int = 200) -> list[Mutation]:
    """``count`` different damages of a connector's samples: every operator that fits, with several seeds.

    Fewer than 200 are drawn from those 200 by the content of the connector's folder: the same ones on every machine,
    others as soon as anything in the folder changes.

    Raises:
        ValueError: so many different ones cannot be made.
    """
    asked = max(count, _SPREAD)
    found = list(itertools.islice(_different(connector), asked))
    if len(found) < asked:
        raise ValueError(f"{connector}: only {len(found)} different mutations")
    if count >= asked:
        return found
    drawn = np.random.default_rng(_content(connector)).choice(asked, count, replace=False)
    return [found[place] for place in np.sort(drawn).tolist()]


def _content(connector: str) -> int:
    """A number that changes with any file of a connector's folder."""
    files = {
        str(file.relative_to(place)): file.read_bytes()
        for place in rooms.__path__
        for file in sorted(Path(place, connector).rglob("*"))
        if file.is_file() and "__pycache__" not in file.parts
    }
    return int.from_bytes(_digest(files)[:8], "big")


def _different(connector: str) -> Iterator[Mutation]:
    given = samples(connector)
    seen = {_digest(sample.files) for sample in given}
    for seed in range(_MOST_SEEDS):
        for number, (name, operator) in enumerate(OPERATORS.items()):
            for place, sample in enumerate(given):
                damaged = operator(sample.files, np.random.default_rng([seed, number, place]))
                if damaged is None or (digest := _digest(damaged.files)) in seen:
                    continue
                seen.add(digest)
                yield Mutation(sample=sample, operator=name, seed=seed, damaged=damaged)


def _digest(files: Files) -> bytes:
    told = hashlib.sha256()
    for name, content in files.items():
        told.update(f"{name}\x00{len(content)}\x00".encode())
        told.update(content)
    return told.digest()
