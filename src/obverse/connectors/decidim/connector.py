"""Decidim: its public open data, the exports of its administrators, and saved answers of its GraphQL interface."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import duckdb

from obverse.connectors.connector import UNKNOWN, Connector, Recognition
from obverse.connectors.decidim.files import UNREAD, Seen, seems_known
from obverse.connectors.decidim.reading import Reading
from obverse.evidence.importing.extract import Extract
from obverse.evidence.problems import Problem


class Decidim(Connector):
    """Files of Decidim in all generations since 0.1, one installation at a time, in one or two states."""

    name = "decidim"
    keeps_back: ClassVar[tuple[str, ...]] = ("participation", "vote")
    options: ClassVar[tuple[str, ...]] = (
        "space",
        "language",
        "earlier",
        "scopes",
        "states",
        "decisions",
        "role",
        "wave",
    )

    def recognises(self, files: Sequence[Path]) -> Recognition:
        """Certain where a file has headings of Decidim and nothing strange is among the others."""
        told = [seems_known(file) for file in files]
        known = {seen.kind for seen in told} - {""}
        if not known or known <= set(UNREAD):
            return UNKNOWN
        strange = any(not seen.kind and not seen.prose for seen in told)
        return Recognition(0.6 if strange else 1.0, _generation(told, known))

    def read(self, files: Sequence[Path], options: Mapping[str, str]) -> Extract:
        """Read the files of one installation.

        ``options``: ``space`` (slug, id or address of the participatory space, several separated by |); ``language``
        (the one preferred, where texts come in several); ``earlier`` (first or second: which of two states
        is the earlier one); ``scopes`` (areas or topics); ``states`` (word=code|word=code, for states that an
        installation made itself); ``decisions`` (results, projects: those are decisions of the organisation);
        ``role`` and ``wave`` of those who answered a survey.
        """
        try:
            return Reading(self.say, options).read(files)
        except duckdb.Error as error:
            # A stranger's headings can do what no export does; what the engine says may hold cells, so it stays unsaid.
            details = {"error": type(error).__name__}
            return Extract(
                tables={}, files=(), problems=(Problem("unreadable", files[0].name, details=details),)
            )


def _generation(told: Sequence[Seen], known: set[str]) -> str:
    """The versions that write such files, told from their headings."""
    if known & {"graphql", "json"} and len(known) == 1:
        return {"graphql": "GraphQL", "json": "JSON"}[next(iter(known))]
    if known <= {"survey", "answers"}:
        return "survey"
    headings = {heading for seen in told if seen.kind for heading in seen.header}
    if any(heading.startswith("likes/") for heading in headings):
        return "0.31 or later"
    if any(heading.startswith("taxonomies") for heading in headings):
        return "0.30"
    if {"state_published_at", "withdrawn_at"} & headings or known & {"users", "moderations", "user_groups"}:
        return "0.29"
    return "0.2x"
