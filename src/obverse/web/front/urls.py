"""Addresses of the frame."""

from __future__ import annotations

from django.urls import path

from obverse.web.front import views

urlpatterns = [
    path("", views.home, name="home"),
    path("language/", views.speak, name="speak"),
]
