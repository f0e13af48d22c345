"""What this room offers in every process."""

from __future__ import annotations

from obverse.web.people import may
from obverse.web.processes.places import Place

PLACES = (
    Place(10, "process", "processes.overview", may.see_process),
    Place(12, "process_setup", "processes.setup.name", may.see_process),
    Place(14, "process_afternoon", "processes.afternoon.name", may.see_process),
)
