from __future__ import annotations

from django.apps import AppConfig


class Booth(AppConfig):
    name = "obverse.web.booth"
    label = "booth"
