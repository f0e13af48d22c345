"""Requests to a city with a target: which were done in time, by its own flag and by the indicator.

Checks: boston311_sample
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import duckdb

from obverse.connectors.importing import import_files
from obverse.indicators.indicator import Measurement
from obverse.quantities import Estimate, Result

AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
Figure = Callable[[Result], Estimate]
Measure = Callable[[str, Path], Measurement]
# Requests without a target carry no promise.
PROMISES = """
[file]
format = "csv"

[[table]]
name = "commitment"

[[table.keep]]
column = "target_dt"
filled = true
reason = "no target"

[table.columns]
id = "case_enquiry_id"
text = "case_title"
kind = { constant = "action" }
announced_on = { from = "open_dt", dates = ["%Y-%m-%d %H:%M:%S"] }
due_on = { from = "target_dt", dates = ["%Y-%m-%d %H:%M:%S"] }
done_on = { from = "closed_dt", dates = ["%Y-%m-%d %H:%M:%S"] }
state = { from = "case_status", codes = { "Open" = "not_done", "Closed" = "done" } }
"""


def test_every_flag_of_the_city_is_what_target_and_closure_say(open_data: Path) -> None:
    flagged = duckdb.execute(
        "SELECT ontime, case_status, target_dt IS NOT NULL, closed_dt <= target_dt, count(*) "
        "FROM read_csv(?) GROUP BY ALL",
        [str(open_data / "boston311_sample" / "boston311_100.csv")],
    ).fetchall()
    assert set(flagged) == {
        ("ONTIME", "Closed", True, True, 72),
        ("OVERDUE", "Closed", True, False, 5),
        ("ONTIME", "Closed", False, None, 8),
        ("OVERDUE", "Open", True, None, 12),
        ("ONTIME", "Open", False, None, 3),
    }


def test_promises_to_the_hour_are_judged_by_the_day(
    open_data: Path, build_dossier: Callable[..., Path], tmp_path: Path, measure: Measure, estimate: Figure
) -> None:
    directory = build_dossier({}, audit={"as_of": dt.date(2022, 6, 1)})
    mapping = tmp_path / "promises.toml"
    mapping.write_text(PROMISES, encoding="utf-8")
    file = open_data / "boston311_sample" / "boston311_100.csv"
    import_files(directory, [file], mapping=mapping, at=AT)
    results = measure("E2.4", directory).results
    kept, late, open_still = (estimate(results[name]) for name in ("kept", "late", "not_done"))
    assert kept.n == late.n == open_still.n == 77 + 12
    # The city counts 72 in time and 5 late, to the second: one was closed late on the day itself, which a due date
    # without an hour cannot tell.
    assert [round(share.value * share.n) for share in (kept, late, open_still)] == [73, 4, 12]
