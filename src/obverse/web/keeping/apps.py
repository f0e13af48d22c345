from __future__ import annotations

from django.apps import AppConfig


class Keeping(AppConfig):
    name = "obverse.web.keeping"
    label = "keeping"
