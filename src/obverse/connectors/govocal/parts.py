"""Which list or sheet of Go Vocal stands in each file, told from its keys and headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from obverse.evidence.importing.spreadsheet import Workbook
from obverse.evidence.receiving.fields import Match, read_fields

API, BALLOTS, SURVEY = "api", "ballots", "survey"
_START = 1 << 16
_FIRST = re.compile(r'^\s*\{\s*(?:"meta"\s*:\s*\{[^{}]*\}\s*,\s*)?"([a-z_]+)"\s*:\s*[\[{]')
# The lists of the API (root_key in its controllers), and keys by which their items are known from other people's.
ROOTS = {
    "areas": "areas",
    "basket_ideas": "basket_ideas",
    "baskets": "baskets",
    "comments": "comments",
    "deleted_items": "deleted_items",
    "email_campaign_deliveries": "email_campaign_deliveries",
    "email_campaigns": "email_campaigns",
    "event_attendances": "event_attendances",
    "events": "events",
    "global_topics": "topics",
    "idea_phases": "",
    "idea_topics": "idea_topics",
    "ideas": "ideas",
    "ideas_input_topics": "idea_topics",
    "initiatives": "ideas",
    "input_topics": "topics",
    "internal_comments": "",
    "phases": "phases",
    "project_folders": "",
    "project_topics": "",
    "projects": "projects",
    "reactions": "reactions",
    "topics": "topics",
    "users": "users",
    "volunteering_causes": "",
    "volunteering_volunteers": "",
    "votes": "reactions",
}
_OWN_KEYS = (
    "total_pages",
    "publication_status",
    "reactable_type",
    "votable_type",
    "registration_completed_at",
    "participation_method",
    "basket_id",
    "phase_id",
    "attendees_count",
    "attendee_id",
    "email_campaign_id",
    "deliveries_count",
    "deleted_at",
    "project_id",
    "topic_id",
    "input_topic_id",
    "visible_to",
)
_OF_INPUTS = ("url", "likes", "votes", "picks", "participants", "status", "submitted_at", "published_at")
_OF_A_PUBLIC_INPUT = {"title", "body", "url", "likes", "status", "votes", "picks"}


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the API, or one sheet of a workbook with its headings read."""

    file: Path
    kind: str
    sheet: str = ""
    match: Match | None = None


def sort_files(files: Sequence[Path], sheet: str = "") -> tuple[list[Part], list[Path]]:
    """Tell the files apart: those of Go Vocal, and those that are strange to it; only one ``sheet`` if it is named."""
    parts: list[Part] = []
    unsure: list[tuple[Path, list[Part]]] = []
    strange = []
    for file in files:
        start = _start(file)
        if start.startswith(b"PK"):
            found = sheets_of(file)
            if any(part.kind != BALLOTS for part in found):
                parts += [part for part in found if not sheet or part.sheet == sheet]
            elif found:
                unsure.append((file, found))
            else:
                strange.append(file)
        elif _is_list(start.decode("utf-8-sig", errors="ignore")):
            parts.append(Part(file, API))
        else:
            strange.append(file)
    # Ballots are columns under titles of inputs: alone they are anybody's.
    for file, found in unsure:
        if parts:
            parts += [part for part in found if not sheet or part.sheet == sheet]
        else:
            strange.append(file)
    return parts, strange


def sheets_of(file: Path) -> list[Part]:
    """The sheets of a workbook that are of Go Vocal's kinds."""
    try:
        workbook = Workbook(file)
        try:
            headers = {name: workbook.header(name) for name in workbook.sheets}
        finally:
            workbook.close()
    except Exception:  # noqa: BLE001 - whatever a stranger's workbook does to its reader, it is then not ours
        return []
    found = (_sheet(file, name, header) for name, header in headers.items())
    return [part for part in found if part is not None]


def _sheet(file: Path, name: str, header: Sequence[str]) -> Part | None:
    filled = [heading for heading in header if heading]
    fields = read_fields(__package__)
    inputs = fields.match(filled, kinds=("ideas",))
    if (
        inputs is not None
        and "author_id" in inputs.columns
        and any(one in inputs.columns for one in _OF_INPUTS)
    ):
        survey = not _OF_A_PUBLIC_INPUT & set(inputs.columns)
        return Part(file, SURVEY if survey else "ideas", name, inputs)
    attendees = fields.match(filled, kinds=("attendees",))
    if attendees is not None:
        return Part(file, "attendees", name, attendees)
    last = fields.match(["id", *filled[-1:]], kinds=("ideas",))
    if inputs is None and len(filled) > 1 and last is not None and "submitted_at" in last.columns:
        return Part(file, BALLOTS, name)
    return None


def _is_list(start: str) -> bool:
    found = _FIRST.match(start)
    if found is None or found[1] not in ROOTS:
        return False
    return any(f'"{key}"' in start for key in _OWN_KEYS)


def _start(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(_START)
    except OSError:
        return b""
