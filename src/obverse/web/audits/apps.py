from __future__ import annotations

from django.apps import AppConfig


class Audits(AppConfig):
    name = "obverse.web.audits"
    label = "audits"
