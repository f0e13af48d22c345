"""Where one can go from a page of a process: what each room offers, in the order of the work.

A room's ``offers.py`` holds ``PLACES``.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse

from obverse.web.people import may
from obverse.web.processes.beginning import may_begin
from obverse.web.texts import say

if TYPE_CHECKING:
    from obverse.web.processes.models import Process

HOME = Path(__file__).resolve().parent.parent
register = template.Library()


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One page that a room offers in every process."""

    order: int
    address: str
    text: str
    act: Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True)
class Link:
    """A place as it stands on a page."""

    address: str
    label: str
    here: bool


@cache
def offered() -> tuple[Place, ...]:
    """All that the rooms offer."""
    found: list[Place] = []
    for file in sorted(HOME.glob("*/offers.py")):
        found += importlib.import_module(f"obverse.web.{file.parent.name}.offers").PLACES
    return tuple(sorted(found, key=lambda place: (place.order, place.address)))


@register.simple_tag(takes_context=True, name="may_begin")
def begins(context: template.Context) -> bool:
    """Whether the reader may begin a process: ``{% may_begin as begins %}``."""
    return may_begin(context["request"].user)


@register.simple_tag(takes_context=True)
def places(context: template.Context, process: Process) -> list[Link]:
    """The places of a process that its reader may go to."""
    request = context["request"]
    here = request.resolver_match.url_name if request.resolver_match else ""
    return [
        Link(reverse(place.address, args=[process.slug]), say(place.text), place.address == here)
        for place in offered()
        if place.act(request.user, process)
    ]


@register.simple_tag(takes_context=True)
def sees(context: template.Context, process: Process) -> bool:
    """Whether the reader has a part in the process: administrators reach its page of people and no other."""
    return may.see_process(context["request"].user, process)
