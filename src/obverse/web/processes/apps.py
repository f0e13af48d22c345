from __future__ import annotations

from django.apps import AppConfig


class Processes(AppConfig):
    name = "obverse.web.processes"
    label = "processes"
