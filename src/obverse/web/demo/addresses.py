"""The addresses of the workspace, and the one that only a demo has."""

from __future__ import annotations

from django.urls import path

from obverse.web.demo import views
from obverse.web.urls import urlpatterns as ordinary

urlpatterns = [path("demo/", views.cast, name="demo"), *ordinary]
