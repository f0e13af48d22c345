"""Kills itself before the n-th statement, for every n: ``python -m tests.web.surveys.killing``.

A wave of an installation of its own is closed, destroyed and taken in by processes that die; what stands at the end is
printed.
"""

# ruff: noqa: PLC0415, T201 - models can be imported once Django stands, and what is printed is the answer
from __future__ import annotations

import json
import os
import secrets
import signal
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

# Taking in has many statements: every fourth from a chance beginning, unless all of them are asked for.
SOME = 1 if os.environ.get("OBVERSE_EVERY_DEATH") else 4


def until_done(act: Callable[[], object], *, step: int = 1) -> int:
    """Do something in children that die before their first, second, third ... statement.

    Returns before how many statements nobody lived. With a ``step`` most of them are passed over.
    """
    from django.db import connection

    from obverse.web.surveys.setting_up import Moved

    for deaths in range(secrets.randbelow(step), 500, step):
        connection.close()
        child = os.fork()
        if not child:
            left = deaths

            def kill(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
                nonlocal left
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                left -= 1
                return execute(sql, parameters, many, context)

            # Who died after the end was written finds it done.
            with connection.execute_wrapper(kill), suppress(Moved):
                act()
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            assert status == 0, status
            return deaths
    raise AssertionError("it never came to an end")


def main() -> None:
    """Close, destroy and take in, killed again and again."""
    call_command("migrate", verbosity=0)
    from obverse.web import bridge
    from obverse.web.booth.store import store
    from obverse.web.intake.composing import compose
    from obverse.web.journal.models import Entry
    from obverse.web.journal.writing import first_broken
    from obverse.web.keeping.models import ProcessFile
    from obverse.web.people.models import Person
    from obverse.web.processes.models import Body, Process
    from obverse.web.registers.models import Declaration
    from obverse.web.surveys import closing, loading
    from tests.web.surveys.holding import opened_for_answers, prepared

    body = Body.objects.create(name="Town of Exampleton (synthetic)")
    process = Process.objects.create(body=body, slug="killed", title="Killed (synthetic)")
    by = Person.objects.create_user("owner@example.org", "correct horse battery staple", name="owner")
    held = opened_for_answers(prepared(process), by)
    for number in range(12):
        held.answer(1, number, {"affected": str(number % 5)})
    held.answer(2, held.asked(2, "what_happened"), {"what_happened": "They opened the square at night."})
    version = Process.objects.values_list("evidence_version", flat=True).get()
    deaths = {"close": until_done(lambda: closing.close(held.again(), by=by, reason="a test"))}
    with tempfile.TemporaryDirectory() as folder:
        opened = held.opened(closing.batch_of(held.again()), Path(folder) / "memory")
        deaths["destroy"] = until_done(lambda: closing.destroy(held.again(), by=by))
        deaths["load"] = until_done(lambda: loading.load(held.again(), opened, by=by), step=SOME)
        again = loading.load(held.again(), opened, by=by)
        composed = compose(process, Path(folder) / "dossier")
        problems = [one.letter("en") for one in bridge.check(composed.folder)]
    entries = list(
        Entry.objects.filter(about=held.wave.address).order_by("number").values_list("what", flat=True)
    )
    said = {
        "deaths": deaths,
        "again": again,
        "state": held.again().state,
        "answers": held.wave.answers,
        "answered": list(held.wave.strata.values_list("answered", flat=True)),
        "entries": entries[-3:],
        "files": sorted(ProcessFile.objects.values_list("path", flat=True)),
        "declared": sorted(Declaration.objects.values_list("table", "version")),
        "raised": Process.objects.values_list("evidence_version", flat=True).get() > version,
        "pepper": store().pepper(held.wave.address) is not None,
        "broken": first_broken(),
        "problems": problems,
        "address": held.wave.address,
    }
    print(json.dumps(said))


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "obverse.web.settings"
    django.setup()
    main()
