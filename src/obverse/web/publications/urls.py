"""Addresses of publications: those of members under their process, those of everybody under ``published/``."""

from __future__ import annotations

from django.urls import path, register_converter

from obverse.web.publications import public_views, views


class Language:
    """A language in an address."""

    regex = "en|fr"

    def to_python(self, value: str) -> str:
        """The language as the views get it."""
        return value

    def to_url(self, value: str) -> str:
        """The language as it stands in an address."""
        return value


register_converter(Language, "language")

_MEMBERS = "processes/<slug:slug>/publications/"
_DRAFT = f"{_MEMBERS}<int:number>/"
_PUBLIC = "published/<slug:slug>/"
urlpatterns = [
    path(_MEMBERS, views.publications, name="publications"),
    path(_DRAFT, views.draft, name="publication-draft"),
    path(f"{_DRAFT}preview/<language:language>/", views.preview, name="publication-preview"),
    path(f"{_DRAFT}files/<str:name>", views.draft_file, name="publication-draft-file"),
    path(f"{_DRAFT}sign/", views.sign, name="publication-sign"),
    path(f"{_DRAFT}refuse/", views.refuse, name="publication-refuse"),
    path(f"{_DRAFT}publish/", views.publish, name="publication-publish"),
    path(f"{_DRAFT}errata/", views.erratum, name="publication-erratum"),
    path(_PUBLIC, public_views.publications_of, name="published"),
    path(f"{_PUBLIC}<language:language>/", public_views.publications_in, name="published-in"),
    path(f"{_PUBLIC}<int:number>/", public_views.publication, name="publication"),
    path(f"{_PUBLIC}<int:number>/<language:language>/", public_views.publication_in, name="publication-in"),
    path(f"{_PUBLIC}<int:number>/files/<str:name>", public_views.publication_file, name="publication-file"),
]
