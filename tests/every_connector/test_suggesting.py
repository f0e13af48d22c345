"""Mappings proposed for unknown files: what is found, what is asked, what is never shown. All files are made up."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from obverse.connectors.importing import import_files, suggest_mapping
from obverse.connectors.mapping.connector import AnyTable
from obverse.connectors.mapping.declaration import DeclarationReader
from obverse.connectors.mapping.people import looks_personal
from obverse.connectors.mapping.suggesting import suggest
from obverse.evidence.dossier import open_dossier
from obverse.evidence.importing.extract import Extract
from obverse.evidence.problems import EvidenceProblems

AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
Written = Callable[..., Path]

ENGLISH = """Proposal ID,Title,Description,Author,Email,District,Category,Submitted on,Status,Answered on,Votes,Cost
P-1,More benches,"Benches in the shade near the crossing.",Person One,one@example.org,Quartier Alpha,Parks,2024-03-01,\
Accepted,2024-04-02,120,"£12,500.00"
P-2,Safe crossing,"A crossing where children can see.",Person Two,two@example.org,Quartier Beta,Streets,2024-03-04,\
Rejected,2024-04-09,45,"£3,200.00"
P-3,Water,"A fountain that works, and a sign.",Person Three,three@example.org,Quartier Alpha,Parks,2024-03-19,\
Under review,,7,
"""
FRENCH = """Ville fictive;;;;;;;
Budget participatif - export du 01/06/2024;;;;;;;
;;;;;;;
Numéro;Intitulé;Porteur de projet;Quartier;Date de dépôt;Statut;Montant;Réalisable
12;Des bancs à l’ombre;Personne Une;Quartier Alpha;13/02/2024;Retenu;12 500,00 €;oui
13;Une fontaine qui marche;Personne Deux;Quartier Bêta;28/02/2024;Non retenu;3 200,50 €;non
14;Un marché du soir;Personne Trois;Quartier Alpha;02/03/2024;En cours d’étude;1 000,00 €;oui
"""
GERMAN = """Haushaltsstelle;Haushaltsjahr;Ansatz;Ergebnis
Grünflächen;2022;1.250.000,00;1.180.345,67
Grünflächen;2023;1.300.000,00;1.301.000,10
Bibliotheken;2022;850.000,00;849.999,99
Bibliotheken;2023;900.000,00;k.A.
Gesamt;2023;2.200.000,00;1.301.000,10
"""
SPANISH = """Código,Propuesta,Autor,Barrio,Fecha de presentación,Estado,Apoyos,Fecha de respuesta
A1,Más árboles,Persona Una,Barrio Alfa,05/02/2024 10:15,Aprobada,310,25/02/2024
A2,Carril bici,Persona Dos,Barrio Beta,17/02/2024 09:00,Desestimada,25,28/02/2024
A3,Fuente,Persona Tres,Barrio Alfa,21/02/2024 18:30,En estudio,12,
"""


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Write a file that nobody described."""

    def write(text: str | bytes, name: str = "list.csv") -> Path:
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return file

    return write


def read_by(file: Path, mapping: str) -> Extract:
    rules = file.with_name("proposed.toml")
    rules.write_text(mapping, encoding="utf-8")
    return AnyTable().read([file], {"mapping": str(rules)})


def rows(extract: Extract, table: str) -> list[dict[str, Any]]:
    kept = [name for name in extract.tables[table].column_names if not name.startswith("read_from")]
    found: list[dict[str, Any]] = extract.tables[table].select(kept).to_pylist()
    return found


def rule_of(mapping: str, table: str, column: str) -> Any:
    found = [part for part in tomllib.loads(mapping)["table"] if part["name"] == table]
    return found[-1]["columns"][column]


def test_an_english_list_of_proposals_is_read_by_its_proposal_unedited(written: Written) -> None:
    file = written(ENGLISH, "proposals.csv")
    extract = read_by(file, suggest(file))
    assert extract.problems == ()
    assert rows(extract, "contribution")[:2] == [
        {
            "id": "P-1",
            "kind": "proposal",
            "author": "Person One",
            "topic": "Parks",
            "area": "Quartier Alpha",
            "created_at": "2024-03-01",
            "text": "More benches\nBenches in the shade near the crossing.",
            "support": "120",
            "cost": "12500.00",
            "state": "accepted",
            "answered_at": "2024-04-02",
        },
        {
            "id": "P-2",
            "kind": "proposal",
            "author": "Person Two",
            "topic": "Streets",
            "area": "Quartier Beta",
            "created_at": "2024-03-04",
            "text": "Safe crossing\nA crossing where children can see.",
            "support": "45",
            "cost": "3200.00",
            "state": "rejected",
            "answered_at": "2024-04-09",
        },
    ]
    assert extract.pseudonymous == {"actor": ("id",), "contribution": ("author",)}


def test_lines_above_the_header_words_and_numbers_of_a_french_file_are_understood(written: Written) -> None:
    file = written(FRENCH, "projets.csv")
    mapping = suggest(file, "fr")
    extract = read_by(file, mapping)
    assert extract.problems == ()
    assert tomllib.loads(mapping)["file"]["header_row"] == 4
    found = rows(extract, "contribution")
    assert [row["state"] for row in found] == ["accepted", "rejected", "evaluating"]
    assert [row["cost"] for row in found] == ["12500.00", "3200.50", "1000.00"]
    assert [row["created_at"] for row in found] == ["2024-02-13", "2024-02-28", "2024-03-02"]
    assert [row["feasible"] for row in found] == ["yes", "no", "yes"]
    assert {row["kind"] for row in found} == {"project"}


def test_a_german_budget_in_an_old_encoding_gives_lines_without_the_sum(written: Written) -> None:
    file = written(GERMAN.encode("cp1252"), "haushalt.csv")
    mapping = suggest(file)
    extract = read_by(file, mapping)
    assert extract.problems == ()
    assert rows(extract, "budget_line") == [
        {"service": "Grünflächen", "year": "2022", "budget": "1250000.00", "outturn": "1180345.67"},
        {"service": "Grünflächen", "year": "2023", "budget": "1300000.00", "outturn": "1301000.10"},
        {"service": "Bibliotheken", "year": "2022", "budget": "850000.00", "outturn": "849999.99"},
        {"service": "Bibliotheken", "year": "2023", "budget": "900000.00", "outturn": ""},
    ]
    assert "do the accents look right?" in mapping
    assert list(extract.left_out["budget_line"].values()) == [1]


def test_a_spanish_list_with_times_is_read_by_its_proposal_unedited(written: Written) -> None:
    file = written(SPANISH, "propuestas.csv")
    mapping = suggest(file)
    extract = read_by(file, mapping)
    assert extract.problems == ()
    found = rows(extract, "contribution")
    assert [row["state"] for row in found] == ["accepted", "rejected", "evaluating"]
    assert [row["created_at"] for row in found][:1] == ["2024-02-05T10:15:00Z"]
    assert [row["answered_at"] for row in found] == ["2024-02-25", "2024-02-28", ""]
    assert "in which time zone?" in mapping


@pytest.mark.parametrize(
    ("name", "text"),
    [("proposals", ENGLISH), ("projets", FRENCH), ("haushalt", GERMAN), ("propuestas", SPANISH)],
)
def test_a_proposed_mapping_brings_a_well_behaved_file_into_a_dossier(
    name: str, text: str, written: Written, empty_dossier: Any
) -> None:
    file = written(text, f"{name}.csv")
    mapping = written(suggest(file), "mapping.toml")
    directory = empty_dossier()
    letter = import_files(directory, [file], mapping=mapping, at=AT)
    assert sum(counts.added for counts in letter.tables.values()) >= 3
    assert open_dossier(directory).coverage


def test_a_workbook_with_a_title_is_looked_through_for_its_sheet_and_header(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Read me"
    book.worksheets[0].append(["A list of meetings (made up)"])
    sheet = book.create_sheet("Meetings")
    for row in (
        ["Meetings of the panel"],
        [],
        ["Meeting", "Date", "Type", "Participants", "Duration"],
        ["M1", dt.date(2024, 2, 1), "Workshop", 25, 2.5],
        ["M2", dt.date(2024, 3, 1), "Public hearing", 40, 2],
    ):
        sheet.append(row)
    file = tmp_path / "panel.xlsx"
    book.save(file)
    mapping = suggest(file)
    form = tomllib.loads(mapping)["file"]
    assert (form["sheet"], form["header_row"]) == ("Meetings", 3)
    extract = read_by(file, mapping)
    assert extract.problems == ()
    assert rows(extract, "event") == [
        {"id": "M1", "kind": "workshop", "start": "2024-02-01", "hours": "2.5", "attendees": "25"},
        {"id": "M2", "kind": "hearing", "start": "2024-03-01", "hours": "2", "attendees": "40"},
    ]


def test_nothing_of_a_column_about_people_is_shown(written: Written) -> None:
    file = written(ENGLISH)
    for language in ("en", "fr"):
        mapping = suggest(file, language)
        for secret in ("Person One", "Person", "one@", "example.org"):
            assert secret not in mapping
    assert "looks like e-mail addresses; not shown" in suggest(file)
    assert "ids of people; not shown" in suggest(file)


@pytest.mark.parametrize(
    ("heading", "cells", "kind"),
    [
        ("Kontakt", ["a@example.org", "b@example.org"], "email"),
        ("Téléphone", ["0123456789"], "phone"),
        ("Whom to ring", ["+32 400 00 00 01", "+32 400 00 00 02"], "phone"),
        ("Who", ["Maria Canary", "Peter Canary", "Anna Canary"], "name"),
        ("Nachname", ["Kanari"], "name"),
        ("Where", ["12 Canary Street", "3 Canary Road"], "address"),
        ("Where", ["Kanarienstraße 12", "Kanarienweg 3"], "address"),
        ("Seen from", ["192.0.2.1", "192.0.2.7"], "number"),
        ("Geburtsdatum", ["01.02.1990"], "birth"),
        ("Latitude", ["50.85"], "place"),
        ("Category", ["Parks", "Streets"], ""),
        ("Phone", ["yes", "no"], ""),
        ("Library", ["Central Library", "Canary Library"], ""),
        ("Date", ["2024-01-02"], ""),
        ("Count", ["0.1234567", "0.7654321"], ""),
    ],
)
def test_columns_about_people_are_told_from_others(heading: str, cells: list[str], kind: str) -> None:
    assert looks_personal(heading, dict.fromkeys(cells, 1)) == kind


def test_an_address_within_another_cell_is_not_shown(written: Written) -> None:
    text = "Number,Topic\n1,write to a@example.org\n2,call 0123 45 67 89\n3,paths\n"
    mapping = suggest(written(text))
    assert "paths" in mapping
    assert "example.org" not in mapping
    assert "0123" not in mapping


def test_whether_the_day_or_the_month_comes_first_is_asked_only_where_cells_do_not_tell(
    written: Written,
) -> None:
    head = "Proposal ID,Title,Submitted on\n"
    asked = suggest(written(head + "1,Benches,03/04/2024\n2,Paths,05/06/2024\n"))
    told = suggest(written(head + "1,Benches,03/04/2024\n2,Paths,05/26/2024\n"))
    assert "is the day or the month first?" in asked
    assert rule_of(asked, "contribution", "created_at")["dates"] == ["%d/%m/%Y"]
    assert "is the day or the month first?" not in told
    assert rule_of(told, "contribution", "created_at")["dates"] == ["%m/%d/%Y"]


def test_a_word_that_nobody_knows_is_left_to_the_person_and_means_nothing_until_then(
    written: Written,
) -> None:
    text = "Proposal ID,Title,Status\n1,Benches,Accepted\n2,Paths,Zurückgestellt\n3,Water,Purple\n4,Light,Purple\n"
    file = written(text)
    mapping = suggest(file)
    codes = tomllib.loads(mapping)["codes"]["contribution_state"]
    assert codes == {"Accepted": "accepted", "Zurückgestellt": "deferred", "Purple": ""}
    assert '"Purple" = ""  # ? what does it mean? One of: open, evaluating' in mapping
    extract = read_by(file, mapping)
    assert [row["state"] for row in rows(extract, "contribution")] == ["accepted", "deferred", "", ""]


def test_columns_that_differ_in_a_year_become_rows_of_that_year(written: Written) -> None:
    head = "Service,Site,Visits 2022,Visits 2023,Run by 2023\n"
    text = head + "Baths,Canary Baths,100,120,City\nBaths,Other Baths,50,,Verein\n"
    file = written(text, "visits.csv")
    extract = read_by(file, suggest(file))
    assert extract.problems == ()
    found = [(row["site"], row["period_start"], row["volume"]) for row in rows(extract, "service_volume")]
    assert found == [
        ("Canary Baths", "2022-01-01", "100"),
        ("Canary Baths", "2023-01-01", "120"),
        ("Other Baths", "2022-01-01", "50"),
        ("Other Baths", "2023-01-01", ""),
    ]


def test_votes_in_words_become_numbers_and_bring_the_rows_that_they_refer_to(
    written: Written, empty_dossier: Any
) -> None:
    head = "Participant,Proposal ID,Vote,Date\n"
    text = head + "u1,p1,For,2024-01-02\nu2,p1,Against,2024-01-03\nu1,p2,Abstain,2024-01-02\n"
    file = written(text, "votes.csv")
    directory = empty_dossier()
    letter = import_files(directory, [file], mapping=written(suggest(file), "m.toml"), at=AT)
    assert {name: counts.added for name, counts in letter.tables.items()} == {
        "actor": 2,
        "contribution": 2,
        "vote": 3,
    }
    values = open_dossier(directory).engine.execute("SELECT value FROM vote ORDER BY value").to_pylist()
    assert [row["value"] for row in values] == [-1.0, 0.0, 1.0]


def test_groups_of_people_are_declared_with_their_categories(written: Written, empty_dossier: Any) -> None:
    text = "Participant ID,Gender,Age group,Lives\n" + "".join(
        f"u{number},{('F', 'M')[number % 2]},{('18-29', '30-49', '50+')[number % 3]},{('in', 'out')[number % 2]}\n"
        for number in range(12)
    )
    file = written(text, "participants.csv")
    directory = empty_dossier()
    import_files(directory, [file], mapping=written(suggest(file), "m.toml"), at=AT)
    declared = open_dossier(directory).facts.attributes
    assert declared["sex"].categories == ("F", "M")
    assert declared["age_band"].categories == ("18-29", "30-49", "50+")
    assert declared["lives"].categories == ("in", "out")


def test_ids_that_repeat_are_not_taken_for_names_of_rows(written: Written) -> None:
    file = written("Number,Title,Submitted on\n7,Benches,2024-01-01\n7,Paths,2024-01-02\n")
    mapping = suggest(file)
    assert rule_of(mapping, "contribution", "id") == {"row_number": True, "prefix": "row-"}
    assert "is there a column that names each row?" in mapping
    assert read_by(file, mapping).problems == ()


def test_a_table_that_is_asked_for_is_proposed_with_what_it_lacks(written: Written) -> None:
    mapping = suggest(written("Area code,Reports\nA,3\nB,4\n"), tables=["service_volume"])
    assert rule_of(mapping, "service_volume", "area") == "Area code"
    assert '# period_start = { from = "..." }  # ? required (date)' in mapping
    with pytest.raises(EvidenceProblems) as refused:
        suggest(written("a,b\n1,2\n"), tables=["budget"])
    assert "budget_line" in refused.value.problems[0].letter()


def test_columns_that_fit_nowhere_are_listed_and_no_table_is_made_up(written: Written) -> None:
    mapping = suggest(written("qx,wz\n1.5,7\n2.5,8\n"))
    assert "table" not in tomllib.loads(mapping)
    assert "No table of the evidence fits" in mapping
    assert "#   qx: for example: 1.5 | 2.5" in mapping


@pytest.mark.parametrize(
    "text",
    [
        'Pro"posal [ID],Ti\\tle,Stat{us}\n"a ""b"" \\ c",Benches,open\n"d\ne",Paths,new\n',
        "Proposal ID,Title,Status\n\u202e1,\u200bBenches\x7f,open\n2,Paths,'''\n",
        'Proposal ID;Title;Status\n1;# ? [table];open\n2;= """;open\n',
    ],
)
def test_whatever_stands_in_a_file_the_proposal_is_a_mapping(
    text: str, written: Written, tmp_path: Path
) -> None:
    file = written(text)
    mapping = suggest(file)
    tomllib.loads(mapping)
    assert all(sign.isprintable() or sign == "\n" for sign in mapping)
    rules = tmp_path / "m.toml"
    rules.write_text(mapping, encoding="utf-8")
    reader = DeclarationReader(rules)
    reader.read()
    assert [problem.letter() for problem in reader.problems] == []
    assert read_by(file, mapping).problems == ()


def test_a_file_that_cannot_be_read_is_refused_with_a_letter(written: Written, tmp_path: Path) -> None:
    for file in (
        tmp_path / "nowhere.csv",
        written(b""),
        written(b"%PDF-1.7 and so on\n"),
        written(b"PK\x03\x04no"),
    ):
        with pytest.raises(EvidenceProblems) as refused:
            suggest(file)
        assert refused.value.problems[0].letter("fr")


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2024-03-09 10:15:00 UTC", "2024-03-09T10:15:00Z"),
        ("2024-03-09T10:15:00Z", "2024-03-09T10:15:00Z"),
        ("March 9, 2024 at 3:47 PM (GMT)", "2024-03-09T15:47:00Z"),
        ("9.3.2024, 15:47", "2024-03-09T15:47:00Z"),
        ("2024/03/09", "2024-03-09"),
    ],
)
def test_moments_are_told_by_how_they_are_written(
    cell: str, moment: str, written: Written, empty_dossier: Any
) -> None:
    file = written(
        f'Proposal ID,Title,Created at\n1,Benches,"{cell}"\n2,Paths,"{cell.replace("9", "8", 1)}"\n'
    )
    mapping = suggest(file)
    assert rows(read_by(file, mapping), "contribution")[0]["created_at"] == moment
    directory = empty_dossier()
    import_files(directory, [file], mapping=written(mapping, "m.toml"), at=AT)


def test_nothing_is_proposed_or_shown_of_cells_in_which_somebody_can_be_reached(written: Written) -> None:
    groups = ["Canarina, c1@example.org", "Canarina (c2 [at] example.org)", "no", "0400 00 00 01 or so"]
    lines = [f"{number},{groups[number % 4]},{groups[number % 4]}" for number in range(40)]
    mapping = suggest(written("\n".join(["Participant ID,Gender,Remark", *lines]) + "\n", "participants.csv"))
    assert rule_of(mapping, "actor", "id") == {"from": "Participant ID", "pseudonym": "person"}
    assert "attributes" not in tomllib.loads(mapping)
    assert [word for word in ("Canarina", "example.org", "0400") if word in mapping] == []


def test_a_cell_that_is_no_number_is_taken_for_nothing_only_where_it_names_nobody(written: Written) -> None:
    cells = [*map(str, range(20)), "ask c1@example.org", "soon"]
    text = "".join(f"{number},Benches,{cell}\n" for number, cell in enumerate(cells))
    mapping = suggest(written(f"Proposal ID,Title,Votes\n{text}"))
    assert rule_of(mapping, "contribution", "support")["empty"] == ["soon"]
    assert "example.org" not in mapping


@pytest.mark.parametrize(
    "heading",
    [
        "User",
        "user_id",
        "Author ID",
        "Participant",
        "Voter-ID",
        "Token",
        "seed",
        "Profile URL",
        "user_group/id",
    ],
)
def test_ids_of_accounts_are_no_examples(heading: str, written: Written) -> None:
    mapping = suggest(written(f"Proposal ID,Title,{heading}\n1,Benches,canary-7\n2,Paths,canary-8\n"))
    assert "canary" not in mapping
    assert "Benches" in mapping


def test_in_a_list_of_people_the_rows_own_names_are_no_examples(written: Written) -> None:
    head = "id;name;nickname;profile_url;badge\n"
    mapping = suggest(
        written(head + "7001;Alpha;canary;x/canary;\n7002;Beta;canari;x/canari;\n", "users.csv")
    )
    assert [word for word in ("7001", "Alpha", "canar") if word in mapping] == []


def test_tables_are_asked_for_by_an_option_and_other_options_are_refused(written: Written) -> None:
    file = written("Area code,Reports\nA,3\nB,4\n")
    both = tomllib.loads(suggest_mapping(file, options={"table": "service_volume | budget_line"}))["table"]
    assert {"service_volume", "budget_line"} <= {table["name"] for table in both}
    assert "--suggest --option table=" in suggest(file)
    for options, wanted in (({"table": "services_volume"}, "service_volume"), ({"tabel": "actor"}, "table")):
        with pytest.raises(EvidenceProblems) as refused:
            suggest_mapping(file, options=options)
        for language in ("en", "fr"):
            assert wanted in refused.value.problems[0].letter(language)


def test_a_row_that_may_be_a_count_is_asked_about(written: Written) -> None:
    head = "council,type,all,late\n"
    asked = suggest(written(head + "Alpha,Calendar,663,1\nBeta,Financial,690,2\n", "fois.csv"))
    assert "is one row one request, or a count of several? n is for counts (perhaps from all)" in asked
    assert any("contribution.n" in question for question in tomllib.loads(asked)["open"])
    assert "a count of several" not in suggest(written(ENGLISH, "proposals.csv"))


def test_a_column_of_ids_is_no_text_and_many_words_of_which_none_is_known_are_no_codes(
    written: Written,
) -> None:
    head = "message_id,original_text,origin\n"
    text = "".join(f"e9b00aff-{n:04d},words {n} of it,Word {'ABCDEFGHIJKL'[n % 12]}\n" for n in range(36))
    mapping = suggest(written(head + text, "comments.csv"))
    assert rule_of(mapping, "contribution", "text") == "original_text"
    assert "origin" not in tomllib.loads(mapping)["table"][-1]["columns"]
    assert "#   origin: for example: Word A | Word B" in mapping


def test_groups_of_ages_begin_below_and_a_refusal_is_no_group(written: Written) -> None:
    groups = ["70", "18-29", "Prefer not to respond", "30-69", "Under 18", "100+"]
    lines = [f"u{number},{groups[number % 6]}" for number in range(24)]
    file = written("\n".join(["Participant ID,Age group", *lines]) + "\n", "participants.csv")
    mapping = suggest(file)
    declared = tomllib.loads(mapping)["attributes"]["age_band"]
    assert declared["categories"] == ["Under 18", "18-29", "30-69", "70", "100+"]
    found = rows(read_by(file, mapping), "actor")
    assert [row["attr_age_band"] for row in found[:3]] == ["70", "18-29", ""]


def test_questions_that_nobody_answered_are_repeated_by_every_import(
    written: Written, empty_dossier: Any
) -> None:
    text = "Proposal ID,Title,Status,Submitted on\n1,Benches,Accepted,03/04/2024\n2,Paths,Purple,05/06/2024\n"
    file = written(text)
    mapping = suggest(file)
    left = tomllib.loads(mapping)["open"]
    assert len(left) == sum(line.count("# ?") for line in mapping.splitlines())
    assert f"need somebody who knows the file: {len(left)}." in mapping
    assert any(question.startswith('codes.contribution_state, "Purple": ') for question in left)
    letter = import_files(empty_dossier(), [file], mapping=written(mapping, "m.toml"), at=AT)
    assert f"open questions of the mapping: {len(left)}. " in letter.in_words("en")
    assert all(question in letter.in_words("fr") for question in left)
    answered = mapping.replace(mapping[mapping.index("open = [") : mapping.index("[file]")], "")
    letter = import_files(empty_dossier("answered"), [file], mapping=written(answered, "m.toml"), at=AT)
    assert "open questions" not in letter.in_words("en")
