"""Addresses of imports and of the dossier as a whole."""

from __future__ import annotations

from django.urls import path

from obverse.web.intake import exporting, views

_HERE = "processes/<slug:slug>/"
urlpatterns = [
    path(f"{_HERE}imports/", views.imports, name="imports"),
    path(f"{_HERE}imports/<int:number>/", views.intake, name="intake"),
    path(f"{_HERE}imports/<int:number>/describe/", views.describe, name="intake_describe"),
    path(f"{_HERE}imports/<int:number>/let-go/", views.let_go, name="intake_let_go"),
    path(f"{_HERE}dossier.zip", exporting.dossier, name="dossier"),
]
