"""What this room offers in every process."""

from __future__ import annotations

from obverse.web.people import may
from obverse.web.processes.places import Place

PLACES = (
    Place(25, "thresholds", "audits.thresholds.title", may.see_process),
    Place(50, "audits", "audits.title", may.see_report),
    Place(60, "measures", "audits.measures.title", may.see_report),
)
