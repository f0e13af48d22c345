from __future__ import annotations

from django.apps import AppConfig


class Journal(AppConfig):
    name = "obverse.web.journal"
    label = "journal"
