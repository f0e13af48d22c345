"""The steps after preparing: a second person signs or refuses, an owner publishes, errata follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from obverse.web.journal.writing import note
from obverse.web.people import may
from obverse.web.publications import frozen
from obverse.web.publications.models import Erratum, Publication
from obverse.web.publications.preparing import role_of

if TYPE_CHECKING:
    from obverse.web.people.models import Person

State = Publication.State


class NotPossible(Exception):  # noqa: N818 - a step that cannot be taken now; the name says it
    """A step cannot be taken: ``why`` names the text that says so."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def sign(publication: Publication, *, by: Person, seal: str, named: bool = False) -> Publication:
    """Put a second person's signature under what was prepared, by the digest that they were shown.

    Raises:
        NotPossible: it is not theirs to sign, it is no longer waiting, or the bytes are not those that were shown.
    """
    _whole(publication)
    with transaction.atomic():
        held = _held(publication, State.PREPARED)
        if not may.sign(by, held.process, held):
            raise NotPossible("publications.wrong.own_work")
        if seal != held.seal:
            raise NotPossible("publications.wrong.other_seal")
        held.state = State.SIGNED
        held.signed_by, held.signed_at = by.mark, timezone.now()
        held.signed_as, held.signer_is_named = role_of(by, held.process), named
        held.save()
        _tell("publications.signed", held, by)
    return held


def refuse(publication: Publication, *, by: Person, remark: str) -> Publication:
    """Send back what was prepared, with a remark that says why; it stays refused.

    Raises:
        NotPossible: it is not theirs to decide, or it is no longer waiting.
    """
    with transaction.atomic():
        held = _held(publication, State.PREPARED)
        if not may.sign(by, held.process, held):
            raise NotPossible("publications.wrong.own_work")
        held.state = State.REFUSED
        held.refused_by, held.refused_at, held.remark = by.mark, timezone.now(), remark
        held.save()
        _tell("publications.refused", held, by)
    return held


def publish(publication: Publication, *, by: Person) -> Publication:
    """Make public what was signed.

    Raises:
        NotPossible: it is not signed, is public already, or a file is damaged.
    """
    _whole(publication)
    with transaction.atomic():
        held = _held(publication, State.SIGNED)
        held.state = State.PUBLISHED
        held.published_by, held.published_at = by.mark, timezone.now()
        held.save()
        _tell("publications.published", held, by)
    return held


def write_erratum(
    publication: Publication, *, by: Person, text_en: str, text_fr: str, known: int | None = None
) -> Erratum:
    """Print a correction before a publication, which itself stays as it is.

    ``known`` is how many errata its author had before their eyes: what is sent twice is written once.

    Raises:
        NotPossible: it is not public, or another erratum came meanwhile.
    """
    with transaction.atomic():
        held = _held(publication, State.PUBLISHED)
        if known is not None and known != held.errata.count():
            raise NotPossible("publications.wrong.another_erratum")
        erratum = Erratum.objects.create(publication=held, text_en=text_en, text_fr=text_fr, by=by.mark)
        _tell("publications.erratum_written", held, by)
    return erratum


def _held(publication: Publication, state: str) -> Publication:
    """The publication as it stands, held until the transaction ends."""
    found = Publication.objects.select_for_update(of=("self",)).select_related("process", "audit")
    held = found.get(pk=publication.pk)
    if held.state != state:
        raise NotPossible(f"publications.wrong.{held.state}")
    return held


def _whole(publication: Publication) -> None:
    if frozen.damaged_files(publication):
        raise NotPossible("publications.wrong.damaged")


def _tell(what: str, publication: Publication, by: Person) -> None:
    details = {"audit": publication.audit.number, "seal": publication.seal}
    note(what, by=by, process=publication.process, about=str(publication.number), details=details)
