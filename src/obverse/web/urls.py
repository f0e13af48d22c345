"""All addresses: those of each room stand in its own ``urls.py``."""

from __future__ import annotations

from importlib import import_module

from django.urls import include, path

from obverse.web.installation import HOME

# The catch-all of a public address comes after all that is named.
_LAST = ("publications",)
_rooms = sorted((file.parent.name for file in HOME.glob("*/urls.py")), key=lambda name: (name in _LAST, name))
urlpatterns = [
    path("account/", include("obverse.web.people.ways_in")),
    *(pattern for room in _rooms for pattern in import_module(f"obverse.web.{room}.urls").urlpatterns),
]
