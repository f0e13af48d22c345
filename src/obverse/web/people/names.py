"""The names behind marks, for pages; data hold marks only."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from obverse.web.people.models import Person
from obverse.web.texts import say


def names_of(marks: Iterable[uuid.UUID | None]) -> dict[uuid.UUID | None, str]:
    """What a page writes for each mark: a name, "somebody who has left", or the program itself for none."""
    wanted = set(marks)
    found = Person.objects.filter(mark__in=wanted - {None}).values_list("mark", "name", "email")
    named = {mark: name or email for mark, name, email in found}
    return {
        mark: named.get(mark, say("people.somebody_left")) if mark else say("people.program")
        for mark in wanted
    }
