"""What is done in an installation of its own by another process: ``python -m tests.web.intake.installation WORD``."""

# ruff: noqa: PLC0415, T201 - models can be imported once Django stands, and what is printed is the answer
from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

PREFIXES = ("one-", "two-", "three-", "four-", "five-")


def begin() -> dict[str, Any]:
    """A process, and one conversation to be imported under several names."""
    import obverse.connectors
    from obverse.web.intake.asking import ask_import
    from obverse.web.processes.models import Body, Process

    call_command("migrate", verbosity=0)
    body = Body.objects.create(name="Town of Exampleton (synthetic)")
    process = Process.objects.create(body=body, slug="killed", title="Killed and restarted (synthetic)")
    sample = Path(obverse.connectors.__file__).parent / "polis/sample/server"
    files: list[tuple[str, Path | bytes]] = [(file.name, file) for file in sorted(sample.glob("*.csv"))]
    for prefix in PREFIXES:
        ask_import(process, files, None, "polis", options={"prefix": prefix})
    return {}


def watch() -> dict[str, Any]:
    """For each line that comes in, how far the work is: state, attempts, and the workshop of who does it."""
    from obverse.web.jobs.models import Job

    for _ in sys.stdin:
        told = Job.objects.filter(kind="intake").values_list("state", "attempts", "worker")
        print(json.dumps([[state, attempts, str(worker)] for state, attempts, worker in told]), flush=True)
    return {}


def state() -> dict[str, Any]:
    """All that came of it."""
    from django.conf import settings
    from django.utils import timezone

    from obverse.web import bridge
    from obverse.web.intake.composing import compose
    from obverse.web.intake.models import Intake
    from obverse.web.jobs.models import Tick
    from obverse.web.journal.models import Entry
    from obverse.web.journal.writing import first_broken
    from obverse.web.keeping import workshops
    from obverse.web.processes.models import Process
    from obverse.web.registers.models import Revision, Row

    process = Process.objects.get()
    workshops.sweep()
    with tempfile.TemporaryDirectory() as folder:
        composed = compose(process, Path(folder) / "dossier")
        problems = [problem.letter("en") for problem in bridge.check(composed.folder)]
    contributions = [row.values["id"] for row in Row.objects.filter(table="contribution")]
    return {
        "imports": {
            str(one.number): [
                one.state,
                {table: said["added"] for table, said in one.told.get("rows", {}).items()},
            ]
            for one in Intake.objects.all()
        },
        "rows": dict(Counter(Row.objects.values_list("table", flat=True))),
        "doubled": len(contributions) - len(set(contributions)),
        "revisions": Revision.objects.count(),
        "expected_revisions": sum(Row.objects.values_list("version", flat=True)),
        "taken_in": sorted(Entry.objects.filter(what="intake.taken_in").values_list("about", flat=True)),
        "first_broken": first_broken(),
        "problems": problems,
        "asked_today": list(Tick.objects.filter(day=timezone.localdate()).values_list("room", flat=True)),
        "workshops": [
            one.name for one in (Path(settings.DATA) / "work").glob("*") if one.name != str(workshops.own())
        ],
    }


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "obverse.web.settings"
    django.setup()
    print(json.dumps({"begin": begin, "watch": watch, "state": state}[sys.argv[1]]()))
