from __future__ import annotations

from django.apps import AppConfig


class Privacy(AppConfig):
    name = "obverse.web.privacy"
    label = "privacy"
