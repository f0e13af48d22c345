"""Addresses of the booth: short, because they are printed, and never with a code in them."""

from __future__ import annotations

from django.urls import path, re_path

from obverse.web.booth import paper_views, views

urlpatterns = [
    path("s", views.code, name="booth_short"),
    path("s/", views.code, name="booth"),
    path("s/answer", views.answer, name="booth_answer"),
    path("s/<slug:address>/", views.about, name="booth_about"),
    path("s/<slug:address>/receipts", views.receipts, name="booth_receipts"),
    path("s/<slug:address>/list", views.published, name="booth_list"),
    path("processes/<slug:slug>/surveys/<int:number>/paper/", paper_views.paper, name="wave_paper"),
    re_path(r"^[sS](?:/(?P<rest>.*))?$", views.astray, name="booth_astray"),
]
