"""Background work of processes: look what the evidence allows to be asked."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from obverse.web.bridge import Refused, readiness
from obverse.web.intake.composing import compose
from obverse.web.processes import standing

if TYPE_CHECKING:
    from obverse.web.jobs.models import Job
    from obverse.web.jobs.working import Show


def look(job: Job, show: Show) -> dict[str, Any]:
    """Compose the dossier as it is, see which indicators find what they need, and keep what was found."""
    process = job.process
    if process is None:
        return {}
    with tempfile.TemporaryDirectory(prefix="obverse-standing-") as name:
        show(0.1, "composing")
        composed = compose(process, Path(name) / "dossier")
        show(0.5, "looking")
        said = _said(composed.folder)
    standing.keep(process, composed.evidence_version, said)
    return {"evidence_version": composed.evidence_version, "possible": len(said["possible"])}


def _said(folder: Path) -> dict[str, Any]:
    try:
        found = readiness(folder)
    except Refused as refused:
        return {"possible": [], "worth": [], "problems": [one.as_said() for one in refused.problems]}
    worth = [{"remedy": dict(gap.remedy), "table": gap.table, "ids": list(gap.opens)} for gap in found.gaps]
    return {"possible": list(found.possible), "worth": worth, "problems": []}


WORK = {standing.KIND: look}
