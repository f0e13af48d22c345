"""Addresses of work in the background."""

from __future__ import annotations

from django.urls import path

from obverse.web.jobs import views

urlpatterns = [path("jobs/<int:number>/", views.status, name="job")]
