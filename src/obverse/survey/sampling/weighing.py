"""A copy of a dossier whose answers carry weights: audited beside the dossier, it shows what rests on who answered."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from obverse.evidence.declarations import tables
from obverse.evidence.dossier import Dossier, open_dossier
from obverse.quantities import NotEstimable
from obverse.survey.sampling.weights import Price, Row, weighted

ANSWERS, STRATA = "survey_answer", "survey_stratum"
Prices: TypeAlias = Mapping[tuple[str, str], Price | NotEstimable]
_NOT_COPIED = ("report", ".cache", "releases.jsonl")


def weigh(directory: Path, copy: Path) -> Prices:
    """Write a copy of a dossier with weighted answers; what the weights cost, by wave and variant.

    The copy must not exist yet. Every wave is raked to its own strata; answers of a wave without strata keep none.

    Raises:
        EvidenceProblems: the dossier has to be mended first.
        FileExistsError: there is something at the copy's place.
        ValueError: an answer comes from a stratum that is not listed.
    """
    dossier = open_dossier(directory)
    answers, strata = _rows(dossier, ANSWERS), _rows(dossier, STRATA)
    done: list[Row] = []
    prices: dict[tuple[str, str], Price | NotEstimable] = {}
    for wave in dict.fromkeys(row["wave"] for row in answers):
        own = [row for row in answers if row["wave"] == wave]
        listed = [row for row in strata if row["wave"] == wave]
        if not listed:
            done += own
            continue
        found = weighted(own, listed)
        done += found.rows
        prices |= {(wave, variant): price for variant, price in found.price.items()}
    shutil.copytree(directory, copy, ignore=shutil.ignore_patterns(*_NOT_COPIED))
    shutil.rmtree(copy / "evidence" / ANSWERS, ignore_errors=True)
    for file in (copy / "evidence").glob(f"{ANSWERS}.*"):
        file.unlink()
    _write(copy / "evidence" / f"{ANSWERS}.csv", done)
    return prices


def _rows(dossier: Dossier, table: str) -> list[Row]:
    columns = list(tables()[table].columns)
    if dossier.coverage[table].rows == 0:
        return []
    chosen = ", ".join(f'CAST("{name}" AS VARCHAR) AS "{name}"' for name in columns)
    found = dossier.engine.execute(f"SELECT {chosen} FROM {table}").to_pylist()
    return [{name: row[name] or "" for name in columns} for row in found]


def _write(file: Path, rows: list[Row]) -> None:
    filled = [name for name in tables()[ANSWERS].columns if any(row.get(name) for row in rows)]
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, filled, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: [row.get(name, "") for name in filled]))
