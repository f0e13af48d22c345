"""Two people in two processes of the operating system; run by ``test_two_at_once.py``, never imported."""

from __future__ import annotations

import sys
import time

import django
from django.core.management import call_command
from django.db import connection


def begin() -> None:
    """Rows of a synthetic process, with two people who may change them; prints the addresses of the rows."""
    from obverse.web.people.models import Kind, Person, Role  # noqa: PLC0415 - Django is set up first
    from obverse.web.processes.models import Body, Process  # noqa: PLC0415 - as above
    from obverse.web.registers.keeping import add_row  # noqa: PLC0415 - as above

    call_command("migrate", verbosity=0)
    body = Body.objects.create(name="Town of Exampleton (synthetic)")
    process = Process.objects.create(body=body, slug="agenda", title="2030 Agenda (synthetic)")
    for name in ("one", "two"):
        person = Person.objects.create_user(f"{name}@example.org", name=name)
        Role.objects.create(person=person, process=process, kind=Kind.CLERK)
    for number in range(5):
        row = add_row(process, "duty", {"id": f"duty-{number}", "text": "Answer"}, by=None)
        sys.stdout.write(f"/processes/agenda/registers/duty/rows/{row.key}/change/\n")


def race(name: str, moment: float, addresses: list[str]) -> None:
    """Change every row at the same moments as somebody else; prints how each answer came out."""
    from django.test import Client  # noqa: PLC0415 - Django is set up first

    from obverse.web.people.models import Person  # noqa: PLC0415 - as above

    browser = Client(SERVER_NAME="localhost")
    browser.force_login(Person.objects.get(name=name))
    for turn, address in enumerate(addresses):
        sent = {"c-id": f"duty-{turn}", "c-text": f"Answer, says {name}", "version": 1, "reason": name}
        time.sleep(max(0.0, moment + turn * 0.1 - time.time()))
        answer = browser.post(address, sent)
        kept = f"Answer, says {name}" in answer.content.decode()
        sys.stdout.write(f"{answer.status_code} {'kept' if kept else '-'}\n")


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "begin":
        begin()
    else:
        race(sys.argv[2], float(sys.argv[3]), sys.argv[4:])
    connection.close()
