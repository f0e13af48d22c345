"""The page of the reference that says who may do what, written from the predicates themselves."""

from __future__ import annotations

from collections.abc import Iterator

from obverse.web.people import may
from obverse.web.people.models import Kind
from obverse.web.texts import texts

COLUMNS = (may.ADMINISTRATOR, *Kind.values)
HEADINGS = ("administrator", "owner", "clerk", "independent auditor", "stakeholder group", "public")


def lines() -> Iterator[str]:
    """The page, line by line."""
    said = texts("en")
    yield "# Permissions"
    yield ""
    yield "Who may do what in a process of the workspace. A role counts in the process in which it was given and in"
    yield "no other. To those who have no role in a process, its pages do not exist; whoever has one but may not do"
    yield "something is told so. The public sees what is published and nothing else."
    yield ""
    yield "| act | " + " | ".join(HEADINGS) + " |"
    yield "|---|" + "---|" * len(HEADINGS)
    for name, act in may.ACTS.items():
        cells = ["yes" if column in act.roles else "-" for column in COLUMNS]
        yield f"| {said[f'people.may.{name}']} (`{name}`) | " + " | ".join([*cells, "-"]) + " |"
    signing = ["if not their own work" if column in may.SIGNERS else "-" for column in COLUMNS]
    yield f"| {said['people.may.sign']} (`sign`) | " + " | ".join([*signing, "-"]) + " |"
    yield ""
    yield "Administrators look after the installation: they add bodies, make and close accounts, give a process its"
    yield "first owner, and see the whole journal. They see no evidence by that. Nobody signs what they prepared, nor a"
    yield "publication of an audit that they ran; the database refuses it too. The last owner of a process and the last"
    yield "administrator cannot be taken away."
