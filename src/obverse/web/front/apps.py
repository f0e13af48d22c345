from __future__ import annotations

from django.apps import AppConfig


class Front(AppConfig):
    name = "obverse.web.front"
    label = "front"
