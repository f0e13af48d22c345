from __future__ import annotations

from django.apps import AppConfig


class Surveys(AppConfig):
    name = "obverse.web.surveys"
    label = "surveys"
