"""What is done in an installation of its own by another process: ``python -m tests.web.audits.installation WORD``."""

# ruff: noqa: PLC0415, T201 - models can be imported once Django stands, and what is printed is the answer
from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command


def begin() -> dict[str, Any]:
    """A town with its registers, and an audit that waits for a worker."""
    from obverse.web.audits.asking import ask_audit
    from obverse.web.processes.models import Body, Process
    from obverse.web.registers.keeping import add_rows
    from tests.web.audits.town import COMMITMENTS, GROUPS, contributions

    call_command("migrate", verbosity=0)
    body = Body.objects.create(name="Town of Exampleton (synthetic)")
    process = Process.objects.create(body=body, slug="agenda", title="2030 Agenda (synthetic)")
    registers = {
        "stakeholder_group": GROUPS,
        "commitment": COMMITMENTS,
        "contribution": contributions(200, of=400),
    }
    for table, rows in registers.items():
        add_rows(process, table, rows, by=None)
    ask_audit(process, None)
    return {}


def watch() -> dict[str, Any]:
    """For each line that comes in, how far the audit is: state, step and the workshop of who does it."""
    from obverse.web.jobs.models import Job

    for _ in sys.stdin:
        state, step, worker = Job.objects.values_list("state", "step", "worker").get(kind="audit")
        print(json.dumps([state, step, str(worker)]), flush=True)
    return {}


def state() -> dict[str, Any]:
    """All that came of it."""
    from django.conf import settings

    from obverse.web.audits.models import Audit
    from obverse.web.jobs.models import Job
    from obverse.web.journal.models import Entry
    from obverse.web.journal.writing import first_broken
    from obverse.web.keeping import blobs, workshops

    workshops.sweep()
    audit = Audit.objects.get()
    return {
        "done": audit.is_done,
        "reports": sorted(audit.reports),
        "whole": all(blobs.path(sha256).stat().st_size > 1_000 for sha256 in audit.reports.values()),
        "attempts": Job.objects.get(kind="audit").attempts,
        "told": Entry.objects.filter(what="audits.audit_done").count(),
        "first_broken": first_broken(),
        "left": [
            one.name for one in (Path(settings.DATA) / "work").glob("*") if one.name != str(workshops.own())
        ],
    }


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "obverse.web.settings"
    django.setup()
    print(json.dumps({"begin": begin, "watch": watch, "state": state}[sys.argv[1]]()))
