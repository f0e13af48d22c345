"""What this room offers in every process."""

from __future__ import annotations

from obverse.web.people import may
from obverse.web.processes.places import Place

PLACES = (Place(70, "publications", "publications.title", may.see_report),)
