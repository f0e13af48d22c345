"""Nothing edits a publication: its rows, its errata and its bytes stay as they were, whoever tries in whatever way."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from obverse.web.audits.models import Audit
from obverse.web.keeping import blobs
from obverse.web.people.models import Person
from obverse.web.publications import frozen, preparing, releasing
from obverse.web.publications.models import Erratum, Publication

Pages = Callable[[str], Client]
Make = Callable[[str], Publication]
PLACE = "/processes/agenda/publications/"
TABLE = "publications_publication"
ERRATUM = {"text_en": "Figure 3 is per year.", "text_fr": "Le chiffre 3 est par an.", "known": "0"}


def told(number: int = 1) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {TABLE} WHERE number = %s", [number])
        return list(cursor.fetchall())


def bytes_of(publication: Publication) -> dict[str, bytes]:
    return {name: blobs.read(sha256) for name, sha256 in publication.files.items()}


def test_no_page_changes_what_is_published(as_: Pages, at: Make) -> None:
    publication = at("published")
    before, content = told(), bytes_of(publication)
    for role in ("owner", "auditor", "clerk", "group", "administrator", "stranger", "public"):
        browser = as_(role)
        for act in ("", "sign/", "refuse/", "publish/", "errata/", "preview/en/", "files/README.txt"):
            said = {"seal": publication.seal, "read": "on", "remark": "no", "state": "prepared", **ERRATUM}
            for method in ("post", "put", "delete"):
                getattr(browser, method)(f"{PLACE}1/{act}", said)
        for address in ("", "1/", "1/en/", "1/fr/", "1/files/README.txt"):
            for method in ("post", "put", "delete"):
                assert getattr(browser, method)(f"/published/agenda/{address}").status_code == 405
    assert told() == before
    assert bytes_of(Publication.objects.get()) == content


@pytest.mark.parametrize(
    ("state", "change"),
    [
        ("prepared", "files = '{}'"),
        ("prepared", "number = 7"),
        ("prepared", "prepared_by = NULL"),
        ("prepared", "audited_by = NULL"),
        ("signed", "files = '{}'"),
        ("signed", "signed_by = NULL"),
        ("signed", "signed_at = NULL"),
        ("published", "state = 'signed'"),
        ("published", "remark = 'changed'"),
        ("published", "published_at = NULL"),
        ("refused", "state = 'prepared'"),
    ],
)
def test_the_database_refuses_to_change_what_is_frozen(at: Make, state: str, change: str) -> None:
    at(state)
    before = told()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET {change}")
    assert told() == before


def test_the_database_refuses_to_delete_what_is_published(at: Make) -> None:
    publication = at("published")
    with pytest.raises(DatabaseError), transaction.atomic():
        publication.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.all().delete()
    assert Publication.objects.count() == 1


def test_an_erratum_is_neither_changed_nor_deleted(at: Make, people: dict[str, Person]) -> None:
    erratum = releasing.write_erratum(at("published"), by=people["auditor"], text_en="a", text_fr="b")
    with pytest.raises(DatabaseError), transaction.atomic():
        Erratum.objects.update(text_en="c")
    with pytest.raises(DatabaseError), transaction.atomic():
        erratum.delete()
    assert Erratum.objects.get().text_en == "a"


def test_a_later_audit_leaves_the_publication_as_it_was(at: Make, audit: Audit) -> None:
    publication = at("published")
    content = bytes_of(publication)
    other = blobs.keep(b"another report")[0]
    Audit.objects.filter(pk=audit.pk).update(reports=dict.fromkeys(audit.reports, other))
    assert bytes_of(Publication.objects.get()) == content


@pytest.mark.parametrize("state", ["prepared", "signed", "refused"])
def test_errata_exist_only_for_what_is_published(at: Make, people: dict[str, Person], state: str) -> None:
    with pytest.raises(releasing.NotPossible):
        releasing.write_erratum(at(state), by=people["owner"], text_en="a", text_fr="b")


def test_an_erratum_needs_both_languages(as_: Pages, at: Make, page: Callable[..., str]) -> None:
    at("published")
    answer = as_("auditor").post(f"{PLACE}1/errata/", {**ERRATUM, "text_fr": ""})
    assert "Figure 3 is per year." in page(answer, 422)
    assert not Erratum.objects.exists()


def test_an_erratum_that_is_sent_twice_is_written_once_and_nothing_typed_is_lost(
    as_: Pages, at: Make, page: Callable[..., str]
) -> None:
    at("published")
    auditor = as_("auditor")
    assert auditor.post(f"{PLACE}1/errata/", ERRATUM).status_code == 302
    again = page(auditor.post(f"{PLACE}1/errata/", ERRATUM), 422)
    assert Erratum.objects.count() == 1
    assert "Another erratum was written meanwhile" in again
    assert again.count("Figure 3 is per year.") == 2
    assert 'name="known" value="1"' in again


@pytest.mark.parametrize("role", ["clerk", "group"])
def test_who_may_not_correct_does_not(as_: Pages, at: Make, role: str) -> None:
    at("published")
    assert as_(role).post(f"{PLACE}1/errata/", ERRATUM).status_code == 403
    assert not Erratum.objects.exists()


def test_the_bundle_holds_the_reports_and_the_digests_that_check_them(
    at: Make, report_files: Mapping[str, bytes]
) -> None:
    publication = at("prepared")
    with zipfile.ZipFile(io.BytesIO(blobs.read(publication.files["bundle.zip"]))) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    assert set(inside) == {*report_files, "README.txt", "SHA256SUMS"}
    assert {name: inside[name] for name in report_files} == dict(report_files)
    lines = [line.split("  ") for line in inside["SHA256SUMS"].decode().splitlines()]
    assert {name: digest for digest, name in lines} == {
        name: hashlib.sha256(content).hexdigest() for name, content in inside.items() if name != "SHA256SUMS"
    }
    assert hashlib.sha256(inside["SHA256SUMS"]).hexdigest() == publication.seal
    readme = inside["README.txt"].decode()
    assert "Audited by: An association of Exampleton (synthetic)" in readme
    assert "Payé par\u00a0: the town itself" in readme


def test_a_report_with_a_script_in_it_is_not_frozen(audit: Audit, people: dict[str, Person]) -> None:
    page = blobs.read(audit.reports["report.en.html"]).replace(b"<main>", b"<main><script>alert(1)</script>")
    audit.reports["report.en.html"] = blobs.keep(page)[0]
    with pytest.raises(preparing.NotReady) as told:
        preparing.prepare(audit, by=people["owner"])
    assert told.value.missing == ("report.en.html",)


def test_what_is_no_report_of_ours_has_no_parts() -> None:
    with pytest.raises(ValueError, match="no report of ours"):
        frozen.parts(b"<html><body>hello</body></html>")
