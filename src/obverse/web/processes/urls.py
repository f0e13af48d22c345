"""Addresses of processes."""

from __future__ import annotations

from django.urls import path

from obverse.web.processes import views

urlpatterns = [
    path("processes/<slug:slug>/", views.overview, name="process"),
]
