"""Addresses of the journal."""

from __future__ import annotations

from django.urls import path

from obverse.web.journal import views

urlpatterns = [
    path("processes/<slug:slug>/journal/", views.of_process, name="journal"),
    path("processes/<slug:slug>/journal.jsonl", views.lines_of_process, name="journal_lines"),
    path("journal/", views.whole, name="whole_journal"),
    path("journal.jsonl", views.whole_lines, name="whole_journal_lines"),
]
