"""Addresses of people."""

from __future__ import annotations

from django.urls import path

from obverse.web.people import views

urlpatterns = [path("you/", views.account, name="account")]
