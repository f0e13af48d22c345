"""Addresses of bodies and processes."""

from __future__ import annotations

from django.urls import path

from obverse.web.processes import group_views, list_views, rights_views, setup_views, views

_HERE = "processes/<slug:slug>/"
urlpatterns = [
    path("processes/new/", views.begin, name="process_begin"),
    path("bodies/<int:identifier>/", views.body, name="body"),
    path(_HERE, views.overview, name="process"),
    path(f"{_HERE}afternoon/", views.afternoon, name="process_afternoon"),
    path(f"{_HERE}afternoon/unknown/<slug:table>/", views.unknown, name="process_unknown"),
    path(f"{_HERE}setup/", setup_views.setup, name="process_setup"),
    path(f"{_HERE}setup/basics/", setup_views.basics, name="process_basics"),
    path(f"{_HERE}setup/groups/", group_views.groups, name="process_groups"),
    path(f"{_HERE}setup/groups/join/", group_views.join, name="process_groups_join"),
    path(f"{_HERE}setup/rights/", rights_views.rights, name="process_rights"),
    path(f"{_HERE}setup/attributes/", list_views.attributes, name="process_attributes"),
    path(f"{_HERE}setup/list/<slug:identifier>/", list_views.list_step, name="process_list"),
    path(f"{_HERE}setup/<slug:identifier>/", setup_views.step, name="process_step"),
]
