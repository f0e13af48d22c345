from __future__ import annotations

from django.apps import AppConfig


class Intake(AppConfig):
    name = "obverse.web.intake"
    label = "intake"
