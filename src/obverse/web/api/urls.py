"""Addresses for programs, the page that explains them, and where access keys are made."""

from __future__ import annotations

from django.urls import path

from obverse.web.api import views
from obverse.web.api.answers import there_is_nothing
from obverse.web.api.service import api

urlpatterns = [
    path("api/v1/", views.explained, name="api-explained"),
    path("api/v1/", api.urls),
    path("api/v1/<path:rest>", there_is_nothing, name="api-nothing"),
    path("processes/<slug:slug>/tokens/", views.keys, name="access-keys"),
    path("processes/<slug:slug>/tokens/<int:number>/revoke/", views.revoke, name="access-key-revoke"),
]
