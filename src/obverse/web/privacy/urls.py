"""Addresses of privacy."""

from __future__ import annotations

from django.urls import path

from obverse.web.privacy import process_views, views

urlpatterns = [
    path("you/data/", views.own_data, name="own_data"),
    path("you/data/file/", views.own_data_file, name="own_data_file"),
    path("you/leave/", views.leave, name="leave"),
    path("administration/people/<int:number>/erase/", views.erase_account, name="erase_account"),
    path("processes/<slug:slug>/privacy/", process_views.privacy, name="privacy"),
    path("processes/<slug:slug>/privacy/somebody/", process_views.somebody, name="somebody"),
    path(
        "processes/<slug:slug>/privacy/files/<int:number>/delete/",
        process_views.delete_file,
        name="delete_file",
    ),
    path(
        "processes/<slug:slug>/privacy/imports/<int:number>/delete/",
        process_views.delete_uploads,
        name="delete_uploads",
    ),
]
