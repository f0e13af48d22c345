"""Makes waves at every step in a real installation: ``python -m tests.web.surveys.showing`` tells their addresses."""

# ruff: noqa: PLC0415 - models can be imported once Django stands
from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def main() -> None:
    """A process with an owner, and one wave at each step."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "obverse.web.settings"
    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from obverse.web.people.models import Person, Role
    from obverse.web.processes.models import Body, Process
    from obverse.web.registers.keeping import add_rows
    from obverse.web.surveys import closing, loading
    from obverse.web.surveys.models import Stratum, Wave
    from tests.web.surveys.holding import closed, opened_for_answers, prepared

    body = Body.objects.get_or_create(name="Town of Exampleton (synthetic)")[0]
    process = Process.objects.create(body=body, slug="agenda", title="2030 Agenda (synthetic)")
    by = Person.objects.create_user("owner@example.org", "correct horse battery staple", name="owner")
    Role.objects.create(person=by, process=process, kind="owner")
    label = {
        "en": "Watering the synthetic trees of the market square",
        "fr": "Arroser les arbres synthétiques",
    }
    add_rows(process, "duty", [{"id": "trees", "text": label["en"], "holders": "office"}], by=by)
    add_rows(process, "stakeholder_group", [{"id": "shops", "label": "Shops", "side": "external"}], by=by)
    lists = {"duties": [{"id": "trees", "label": label}], "answerable": [{"id": "office", "label": label}]}
    people = [("neighbours", "neighbour", 400, 40), ("volunteers", "volunteer", 20, 20), ("mayors", "", 4, 0)]

    draft = prepared(process, name="draft", people=people).wave
    Wave.objects.filter(pk=draft.pk).update(
        questionnaire={"lists": lists, "optional": ["burdens"]},
        frame_digest="ab" * 32,
        streets_digest="cd" * 32,
        seed="3 6 1 1 5 2 4 4 6 2",
        auditor="Office of the auditor (synthetic)",
        phone="01 23",
        return_to="Row 1\nExampleton",
    )
    Stratum.objects.filter(wave=draft, number=1).update(frame="mailing_list")
    Stratum.objects.filter(wave=draft, number=2).update(frame="route")
    found = {"draft": draft, "empty": Wave.objects.create(process=process, name="empty")}
    found["open"] = opened_for_answers(prepared(process, name="open"), by).wave
    with tempfile.TemporaryDirectory() as folder:
        for state in ("closed", "loaded"):
            held = opened_for_answers(prepared(process, name=state), by)
            for number in range(14):
                held.answer(1, number, {"affected": "2"})
            held.answer(
                2, held.asked(2, "what_happened"), {"what_happened": "They opened the square at night."}
            )
            opened = closed(held, by, Path(folder) / state)
            if state == "loaded":
                closing.destroy(held.again(), by=by)
                loading.load(held.again(), opened, by=by)
            found[state] = held.again()
    session = SessionStore()
    session[SESSION_KEY] = str(by.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = by.get_session_auth_hash()
    session.set_expiry(timezone.now() + dt.timedelta(hours=1))
    session.save()
    desk = f"/processes/{process.slug}/surveys/"
    told = {
        "desk": desk,
        "waves": {name: f"{desk}{one.pk}/" for name, one in found.items()},
        "cookie": {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key},
    }
    sys.stdout.write(json.dumps(told))


def shown(variables: Mapping[str, str]) -> dict[str, Any]:
    """Waves at every step in an installation whose server runs already, and the cookie of their owner."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.web.surveys.showing"],
        env=dict(variables),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout))


if __name__ == "__main__":
    main()
