from __future__ import annotations

from django.apps import AppConfig


class Registers(AppConfig):
    name = "obverse.web.registers"
    label = "registers"
