"""Run beside an installation: load the examples, publish one, and print how to be a clerk in it.

It stands in a process of its own, because it needs the settings of the installation that is measured.
"""

from __future__ import annotations

import json
import sys

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402 - after the settings
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402 - as above

from obverse.web.demo.loading import PUBLISHED, load  # noqa: E402 - as above
from obverse.web.people.models import Person, Role  # noqa: E402 - as above
from obverse.web.registers.models import Row  # noqa: E402 - as above
from obverse.web.serving.preparing import prepare  # noqa: E402 - as above


def main() -> dict[str, str]:
    """Fill the installation; the session of a clerk and the addresses that are measured."""
    prepare()
    load()
    clerk = Person.objects.get(roles__in=Role.objects.filter(kind="clerk", process__slug=PUBLISHED))
    session = SessionStore()
    session[SESSION_KEY] = str(clerk.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = clerk.get_session_auth_hash()
    session.create()
    return {
        "session": str(session.session_key),
        "published": f"/published/{PUBLISHED}/1/en/",
        "register": "/processes/libraries-england/registers/service_volume/",
        "add": f"/processes/{PUBLISHED}/registers/duty/add/",
        "rows": str(Row.objects.count()),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()))
