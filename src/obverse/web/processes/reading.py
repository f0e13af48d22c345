"""Who asked for a page of a process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from obverse.web.people.models import Person

if TYPE_CHECKING:
    from django.http import HttpRequest


def signed_in(request: HttpRequest) -> Person:
    """The person who is signed in; the doors let nobody else through."""
    if isinstance(request.user, Person):
        return request.user
    raise PermissionDenied
