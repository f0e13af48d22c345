"""Ideas, proposals, topics, subjects and comments as the Excel exports of adhocracy+ hold them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from obverse.connectors.adhocracy.harvest import Harvest, item_id, moment, removed_by, state
from obverse.connectors.adhocracy.parts import Part, canonical, moments_among, row_number

IDEA, PROPOSAL, TOPIC, SUBJECT = "idea", "proposal", "topic", "subject"
# Kind of contribution, and whether only the organiser can write one (in the dashboard).
KINDS = {
    IDEA: ("proposal", False),
    PROPOSAL: ("proposal", False),
    TOPIC: ("statement", True),
    SUBJECT: ("question", True),
}
# What the platform never has for such an item: its absence is no gap of the export.
_NEVER = {
    IDEA: {"cost"},
    PROPOSAL: set[str](),
    TOPIC: {"cost", "state"},
    SUBJECT: {"cost", "state", "support", "against"},
}


def sort_of_items(columns: Mapping[str, object]) -> str:
    """Which sort of items a header is of: only proposals have a budget, only ideas a status, subjects no ratings."""
    if "budget" in columns:
        return PROPOSAL
    if "status" in columns or "feedback" in columns:
        return IDEA
    return TOPIC if "positive" in columns else SUBJECT


def read_items(part: Part, rows: pa.Table, harvest: Harvest, options: Mapping[str, str]) -> Sequence[str]:
    """Take the items of one sheet; returns the headings that nobody read."""
    found, left = _canonical(part, rows, options)
    columns = {} if part.match is None else part.match.columns
    sort = sort_of_items(columns)
    kind, official = KINDS[sort]
    labels = {
        word: code for code in ("accepted", "rejected", "evaluating") if (word := options.get(code, ""))
    }
    for row in found:
        place = (part.file, row_number(row))
        author = harvest.account(*place, row["creator"], row["email"], "yes" if official else "")
        cost = row["budget"]
        if cost == "0":
            # The platform writes 0 where the form was left as it was.
            cost = ""
            harvest.counts["default_budget"] += 1
        harvest.counts["feedback"] += bool(row["feedback"].strip())
        harvest.add(
            "contribution",
            *place,
            id=item_id(row["reference"]),
            kind=kind,
            author=author,
            origin="official" if official else "",
            topic=row["category"],
            created_at=moment(row["created"]),
            text="\n".join(part for part in (row["title"], row["description"]) if part),
            support=row["positive"],
            against=row["negative"],
            cost=cost,
            state=_state(row, columns, harvest, labels),
            seed="yes" if official else "",
        )
    return left


def read_comments(part: Part, rows: pa.Table, harvest: Harvest) -> Sequence[str]:
    """Take the comments of one sheet; returns the headings that nobody read."""
    found, left = _canonical(part, rows, {})
    for row in found:
        place = (part.file, row_number(row))
        parent = (
            f"comment-{row['reply_comment']}" if row["reply_comment"] else item_id(row["reply_reference"])
        )
        who = removed_by(row["comment"])
        moderated = {"creator": "", "moderator": "out"}.get(who, "")
        if not row["comment"].strip():
            moderated = "unknown"
            harvest.counts["emptied"] += 1
        harvest.add(
            "contribution",
            *place,
            id=f"comment-{row['id']}",
            kind="comment",
            author=harvest.account(*place, row["creator"]),
            parent=parent,
            topic=row["categories"],
            created_at=moment(row["created"]),
            text="" if who else row["comment"],
            support=row["positive"],
            against=row["negative"],
            state="withdrawn" if who == "creator" else "",
            moderated=moderated,
        )
    return left


def not_exported(part: Part) -> Sequence[str]:
    """The columns of contributions that the platform has and this sheet leaves out."""
    if part.match is None:
        return ()
    lacking = part.match.not_exported().get("contribution", ())
    if part.kind != "items":
        # Only comments of debates have categories.
        return [column for column in lacking if column != "topic"]
    sort = sort_of_items(part.match.columns)
    answered = ("answered_at",) if "state" not in _NEVER[sort] else ()
    return (*(column for column in lacking if column not in _NEVER[sort]), *answered)


def _canonical(
    part: Part, rows: pa.Table, options: Mapping[str, str]
) -> tuple[list[dict[str, str]], Sequence[str]]:
    match = part.match
    if match is None:
        return [], ()
    renamed = []
    if "created" not in match.columns and len(moments := moments_among(rows, match.unknown)) == 1:
        renamed.append((moments[0], "created"))
    if (topic := options.get("topic", "")) in match.unknown:
        renamed.append((topic, "category"))
    taken = {heading for heading, _ in renamed}
    return canonical(match, rows, renamed), [heading for heading in match.unknown if heading not in taken]


def _state(
    row: Mapping[str, str], columns: Mapping[str, object], harvest: Harvest, labels: Mapping[str, str]
) -> str:
    if "status" not in columns:
        return ""
    label = row["status"].strip()
    if not label or label == "None":
        # An item with a feedback text but no status was answered in words only: how, the export does not say.
        return "" if row["feedback"].strip() else "open"
    found = state(label, labels)
    if found is None:
        harvest.statuses.add(label)
    return found or ""
