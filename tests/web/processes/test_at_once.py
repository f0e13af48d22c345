"""Two real processes at one charter in the same moment: each answer of both is there in the end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

MANY = 25
# An installation of its own; two children write at once, then all is counted.
PROGRAM = f"""
import json, os, django
django.setup()
from django.core.management import call_command
from django.db import connections
from obverse.web.journal.models import Entry
from obverse.web.journal.writing import first_broken
from obverse.web.processes.answering import answer
from obverse.web.processes.models import Body, Process
call_command("migrate", verbosity=0)
Process.objects.create(body=Body.objects.create(name="Synthetic"), slug="agenda", title="Agenda (synthetic)")
connections.close_all()
children = []
for name in ("left", "right"):
    child = os.fork()
    if child == 0:
        for number in range({MANY}):
            answer(Process.objects.get(), {{f"process.{{name}}{{number}}": {{"value": number}}}}, by=None)
        os._exit(0)
    children.append(child)
ends = [os.waitpid(child, 0)[1] for child in children]
process = Process.objects.get()
written = Entry.objects.filter(what="processes.answered").count()
print(json.dumps([ends, len(process.charter), process.version, process.evidence_version, written, first_broken()]))
"""


@pytest.mark.embedded
def test_no_answer_of_two_writers_is_lost(tmp_path: Path) -> None:
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    env |= {"OBVERSE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "obverse.web.settings"}
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, timeout=120, check=True)
    all_of_both = 2 * MANY
    assert json.loads(done.stdout) == [[0, 0], *[all_of_both] * 4, None]
