"""A wave from the form to the page: two hundred people of known opinions, and what is published about them."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from obverse.auditing import audit
from obverse.disclosure.gate import gate
from obverse.disclosure.ledger import Release
from obverse.disclosure.refusal import Passed
from obverse.disclosure.released import from_entry
from obverse.survey.instrument import instrument
from obverse.survey.instrument.records import rows_of
from obverse.survey.sealing import batch, keys
from obverse.survey.sealing.opened import files, is_answer
from obverse.survey.sealing.opening import open_batch
from obverse.survey.sealing.sealed import seal
from tests.survey.simulated_wave import SIDES, population, records, respondents, truth

WAVES = 4


def _published(seed: int, build_dossier: Any, tmp_path: Path) -> tuple[dict[str, float], dict[str, Any]]:
    """The truth of a population, and the findings that a wave held with a part of it publishes, by key."""
    people = population(seed)
    asked = respondents(people, seed)
    assert len(asked) == 200
    key = keys.new_key()
    sealed = [seal(record, key.public) for record in records(asked, instrument(), seed)]
    written = batch.write("wavewavewa", sealed, key.public)

    def valid(record: Any) -> bool:
        return is_answer(record, rows_of)

    opened = open_batch(
        written,
        key.shares[:2],
        tmp_path / f"memory-{seed}",
        root=batch.root("wavewavewa", sealed, key.public),
        is_answer=valid,
        first=True,
    )
    rows = files(opened, rows_of)["answers.csv"].decode("utf-8")
    directory = build_dossier({"survey_answer": rows}, name=f"wave-{seed}")
    report = audit(directory, only=["D-1", "D-5", "D-7"])
    told = tuple(map(from_entry, report.content["safe_counts"]))
    assert gate((), Release("first", "2025-01-01", told)) == Passed()
    return truth(people), {item["key"]: item["result"] for item in report.content["findings"]}


def test_the_published_account_holds_the_truth_within_its_intervals(
    build_dossier: Any, tmp_path: Path
) -> None:
    held, printed, widths = 0, 0, []
    for seed in range(WAVES):
        true, found = _published(seed, build_dossier, tmp_path)
        for name, value in true.items():
            result = found[name]
            if "value" not in result:
                continue
            printed += 1
            held += result["low"] <= value <= result["high"]
            widths.append(result["high"] - result["low"])
            assert result["n"] >= 10, name
            assert result["n"] % 5 == 0, name
    # most of what was asked can be printed, and the intervals keep their 95 %
    assert printed >= 0.9 * WAVES * len(SIDES) * 14 * 2
    assert held / printed >= 0.95 - 2 * math.sqrt(0.05 * 0.95 / printed), (held, printed)
    # and they say something: the widest possible interval would hold the truth always
    assert np.median(widths) < 0.6
