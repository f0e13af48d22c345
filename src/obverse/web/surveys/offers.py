"""What this room offers in every process."""

from __future__ import annotations

from obverse.web.people import may
from obverse.web.processes.places import Place

PLACES = (Place(45, "waves", "surveys.title", may.see_survey),)
