from __future__ import annotations

from django.apps import AppConfig


class Publications(AppConfig):
    name = "obverse.web.publications"
    label = "publications"
