"""Reading finished reports: what was stored is shown, nothing is computed anew."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from obverse.web import bridge
from obverse.web.audits.models import Audit
from obverse.web.keeping import blobs
from obverse.web.processes.models import Process
from obverse.web.texts import language as spoken

Item = Mapping[str, Any]
ROWS = ("evils", "ideals", "questions")


@dataclass(frozen=True)
class Told:
    """A report as it was stored, with its findings and rows at hand."""

    content: Mapping[str, Any]

    @cached_property
    def findings(self) -> Mapping[str, Item]:
        """All findings by their keys."""
        return {item["key"]: item for item in self.content["findings"]}

    @cached_property
    def rows(self) -> Mapping[str, Item]:
        """The rows of the profile by their ids: evils, ideals, questions and the duality."""
        rows = [row for kind in ROWS for row in self.content[kind]] + [self.content["duality"]]
        return {row["id"]: row for row in rows}

    def chosen(self, keys: list[str]) -> list[Item]:
        """Some findings, in the order of their keys."""
        return [self.findings[key] for key in keys if key in self.findings]


# A report is never changed, so what was read once holds; a few are enough for who walks through one or two of them.
@lru_cache(maxsize=3)
def _told(sha256: str) -> Told:
    # Texts of a dossier may come from anyone: what could mislead a reader's eye is spelled out, as in the full report.
    return Told(bridge.visible(json.loads(blobs.read(sha256))))


def told(audit: Audit, language: str = "") -> Told:
    """The report of a finished audit in a language, the reader's own where none is given."""
    return _told(audit.reports[f"report.{language or spoken()}.json"])


def numbered(process: Process, number: int) -> Audit:
    """An audit of a process by its number, whatever became of it."""
    audits = Audit.objects.select_related("process", "job")
    return get_object_or_404(audits, process=process, number=number)


def finished(process: Process, number: int) -> Audit:
    """A finished audit of a process by its number."""
    audit = numbered(process, number)
    if not audit.is_done:
        raise Http404
    return audit


def latest(process: Process) -> Audit | None:
    """The last finished audit of a process."""
    return Audit.objects.filter(process=process, is_done=True).order_by("-number").first()


def finding_of(audit: Audit, key: str) -> Item:
    """One finding of a finished audit."""
    found = told(audit).findings.get(key)
    if found is None:
        raise Http404
    return found
