"""Data packages: what a descriptor declares is followed, and what it may not ask for is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from obverse.connectors.frictionless.connector import DataPackage
from obverse.connectors.importing import import_files
from obverse.evidence.declarations import tables
from obverse.evidence.importing.extract import Extract
from obverse.evidence.problems import EvidenceProblems

VERSION_2 = "https://datapackage.org/profiles/2.0/datapackage.json"
EVENTS = "id,kind,planned_on,decision,hours\ne1,meeting,2026-01-20,yes,2.5\ne2,online,,no,\n"
Body = Mapping[str, Any]


def fields(*named: str, **kinds: str) -> list[dict[str, Any]]:
    return [{"name": name} for name in named] + [{"name": name, "type": kind} for name, kind in kinds.items()]


def package(folder: Path, *resources: Body, version: int = 1, **more: Any) -> Path:
    body = {"name": "made-up", "resources": list(resources), **more}
    if version == 2:
        body["$schema"] = VERSION_2
    file = folder / "datapackage.json"
    file.write_text(json.dumps(body), encoding="utf-8")
    return file


def put(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    file = folder / name
    file.write_bytes(text.encode(encoding))
    return file


def one(folder: Path, text: str, schema: Body | None = None, **body: Any) -> Extract:
    """Read a package of one resource, event.csv."""
    file = put(folder, "event.csv", text, body.pop("as", "utf-8"))
    schema = {"fields": fields("id", "kind", "planned_on", "decision", "hours")} if schema is None else schema
    descriptor = package(folder, {"name": "event", "path": "event.csv", "schema": schema, **body})
    return DataPackage().read([descriptor, file], {})


def rows(extract: Extract, table: str = "event") -> list[tuple[str, ...]]:
    assert [(problem.kind, problem.details) for problem in extract.problems] == []
    found = extract.tables[table].to_pylist()
    return [tuple(v for k, v in row.items() if not k.startswith("read_from")) for row in found]


def kinds(extract: Extract) -> list[tuple[str, int, str]]:
    return [(problem.kind, problem.row, problem.column) for problem in extract.problems]


def one_cell(folder: Path, field: Body, cell: str, column: str = "hours") -> Extract:
    header, name = f"id;{field.get('name', column)}", field.get("name", column)
    schema = {"fields": [{"name": "id"}, {"name": name, **field}]}
    return one(folder, f'{header}\na;"{cell}"\n', schema, dialect={"delimiter": ";"})


@pytest.mark.parametrize("version", [1, 2])
def test_a_resource_named_like_a_table_is_read_in_both_versions(version: int, tmp_path: Path) -> None:
    file = put(tmp_path, "any.csv", EVENTS)
    schema = {"fields": fields("id", kind="string", planned_on="date", decision="string", hours="number")}
    descriptor = package(tmp_path, {"name": "event", "path": "any.csv", "schema": schema}, version=version)
    connector = DataPackage()
    found = connector.recognises([file, descriptor])
    assert (found.sure, found.generation) == (1.0, f"Data Package {version}")
    extract = connector.read([file, descriptor], {})
    assert rows(extract) == [("e1", "meeting", "2026-01-20", "yes", "2.5"), ("e2", "online", "", "no", "")]
    assert extract.tables["event"].column("read_from_row").to_pylist() == [2, 3]
    assert extract.files == (descriptor, file)


def test_a_resource_of_another_name_is_known_by_its_columns(tmp_path: Path) -> None:
    text = "Service;Period start;Volume;remark\nbaths;2025-01-01;10;x\n"
    file = put(tmp_path, "x.csv", text)
    schema = {"fields": fields("Service", "Period start", "Volume", "remark")}
    descriptor = package(tmp_path, {"name": "usage-figures", "path": "x.csv", "schema": schema})
    extract = DataPackage().read([descriptor, file], {})
    assert rows(extract, "service_volume") == [("baths", "2025-01-01", "10")]
    assert extract.headings["service_volume"]["period_start"] == "Period start"
    assert extract.unknown == {"x.csv": ("remark",)}


def test_a_resource_that_is_no_table_is_named_and_nothing_of_it_kept(tmp_path: Path) -> None:
    files = [put(tmp_path, "event.csv", EVENTS), put(tmp_path, "sales.csv", "id,text\n1,x\n")]
    descriptor = package(
        tmp_path,
        {"name": "event", "path": "event.csv"},
        {"name": "sales", "path": "sales.csv"},
        {"name": "map", "path": "map.geojson", "format": "geojson"},
        {"name": "vote", "path": "votes.csv"},
    )
    extract = DataPackage().read([descriptor, *files], {})
    assert list(extract.tables) == ["event"]
    assert extract.unknown == {"sales.csv": ("id", "text")}
    assert files[1] not in extract.files
    told = " ".join(note.en for note in extract.notes)
    assert all(word in told for word in ("sales", "geojson", "votes.csv"))


def test_a_package_without_any_table_of_ours_is_not_claimed(tmp_path: Path) -> None:
    file = put(tmp_path, "sales.csv", "sku,price\n1,2\n")
    descriptor = package(tmp_path, {"name": "sales", "path": "sales.csv"})
    assert DataPackage().recognises([descriptor, file]).sure < 0.5


@pytest.mark.parametrize(
    "path",
    [
        "../event.csv",
        "/etc/passwd",
        "https://example.org/event.csv",
        "file:///etc/passwd",
        "data/../../event.csv",
        "..\\event.csv",
        "C:\\event.csv",
        "~/event.csv",
        "",
        7,
    ],
)
def test_paths_that_lead_out_and_addresses_are_refused(path: Any, tmp_path: Path) -> None:
    file = put(tmp_path, "event.csv", EVENTS)
    descriptor = package(tmp_path, {"name": "event", "path": path})
    extract = DataPackage().read([descriptor, file], {})
    assert [problem.kind for problem in extract.problems] == ["package_path"]
    descriptor = package(
        tmp_path, {"name": "event", "path": "event.csv", "schema": "https://example.org/s.json"}
    )
    assert kinds(DataPackage().read([descriptor, file], {}))[0][0] == "package_path"


def test_only_files_that_were_given_are_read(tmp_path: Path) -> None:
    put(tmp_path, "event.csv", EVENTS)
    descriptor = package(tmp_path, {"name": "event", "path": "event.csv"})
    extract = DataPackage().read([descriptor], {})
    assert extract.tables == {}
    assert "event.csv" in extract.notes[0].en


def test_words_for_nothing_are_those_that_the_schema_or_the_field_declares(tmp_path: Path) -> None:
    schema: Body = {
        "fields": [{"name": "id"}, {"name": "kind"}, {"name": "hours", "missingValues": [{"value": "-99"}]}],
        "missingValues": ["", "-"],
    }
    extract = one(tmp_path, "id,kind,hours\na,-,-99\nb,meeting,-\n", schema)
    assert rows(extract) == [("a", "", ""), ("b", "meeting", "-")]
    null = one(tmp_path, "id,kind,hours\na,\\N,1\n", {}, dialect={"nullSequence": "\\N"})
    assert rows(null) == [("a", "", "1")]


@pytest.mark.parametrize(
    ("field", "cell", "wanted"),
    [
        ({"decimalChar": ","}, "2,5", "2.5"),
        ({"decimalChar": ",", "groupChar": "."}, "1.250,5", "1250.5"),
        ({"groupChar": " "}, "1 250 000", "1250000"),
        ({"bareNumber": False}, "95%", "95"),
        ({"bareNumber": False, "decimalChar": ",", "groupChar": "."}, "€ 1.250,50 ", "1250.50"),
        ({"bareNumber": False}, "-€95", "-95"),
        ({}, "+1.5e3", "1.5e3"),
    ],
)
def test_numbers_are_read_as_declared(field: Body, cell: str, wanted: str, tmp_path: Path) -> None:
    assert rows(one_cell(tmp_path, {"type": "number", **field}, cell)) == [("a", wanted)]


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ({"type": "number", "decimalChar": ","}, "1.250"),
        ({"type": "number"}, "2,5"),
        ({"type": "number", "groupChar": ".", "decimalChar": ","}, "1.25"),
        ({"type": "number", "groupChar": "."}, "1.25"),
        ({"type": "number"}, "95%"),
        ({"type": "number"}, "NaN"),
        ({"type": "integer"}, "2.5"),
        ({"name": "planned_on", "type": "date"}, "20/01/2026"),
        ({"name": "planned_on", "type": "date", "format": "%d/%m/%Y"}, "2026-01-20"),
        ({"name": "decision", "type": "boolean"}, "yes"),
        ({"name": "start", "type": "datetime"}, "2026-01-20T10:00:00"),
    ],
)
def test_a_cell_that_is_not_as_declared_is_a_problem_and_never_read_otherwise(
    field: Body, cell: str, tmp_path: Path
) -> None:
    found = kinds(one_cell(tmp_path, field, cell))
    assert found == [("not_as_declared", 2, field.get("name", "hours"))]


@pytest.mark.parametrize(
    ("field", "cell", "wanted"),
    [
        ({"name": "planned_on", "type": "date", "format": "%d/%m/%Y"}, "20/01/2026", "2026-01-20"),
        ({"name": "planned_on", "type": "date", "format": "fmt:%d.%m.%y"}, "20.01.26", "2026-01-20"),
        ({"name": "start", "type": "datetime"}, "2026-01-20T10:00:00+02:00", "2026-01-20T08:00:00Z"),
        ({"name": "start", "type": "datetime"}, "2026-01-20T10:00:00.250Z", "2026-01-20T10:00:00.250Z"),
        (
            {"name": "start", "type": "datetime", "format": "%d/%m/%Y %H:%M"},
            "20/01/2026 10:30",
            "2026-01-20T10:30:00Z",
        ),
        ({"name": "decision", "type": "boolean"}, "TRUE", "yes"),
        ({"name": "decision", "type": "boolean", "trueValues": ["oui"], "falseValues": ["non"]}, "non", "no"),
        ({"name": "kind", "type": "integer", "categories": [{"value": 1, "label": "hearing"}]}, "1", "1"),
        (
            {"name": "kind", "type": "string", "categories": [{"value": "H", "label": "hearing"}]},
            "H",
            "hearing",
        ),
    ],
)
def test_dates_moments_flags_and_categories_come_out_in_our_form(
    field: Body, cell: str, wanted: str, tmp_path: Path
) -> None:
    assert rows(one_cell(tmp_path, field, cell)) == [("a", wanted)]


def test_a_format_of_dates_that_nobody_knows_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    found = one_cell(tmp_path, {"name": "planned_on", "type": "date", "format": "%Q-%@"}, "x")
    assert [problem.kind for problem in found.problems] == ["package_wrong"]


@pytest.mark.parametrize(
    ("dialect", "text"),
    [
        ({"delimiter": ";"}, "id;kind\na;meeting\n"),
        ({"csv": {"delimiter": "|"}}, "id|kind\na|meeting\n"),
        ({"quoteChar": "'"}, "id,kind\n'a',meeting\n"),
        ({"header": False}, "a,meeting\n"),
        ({"commentChar": "#"}, "# made up\nid,kind\n# so\na,meeting\n"),
        ({"headerRows": [2]}, "a title,\nid,kind\na,meeting\n"),
        ({"skipInitialSpace": True}, 'id, kind\na, "meeting"\n'),
        ({"doubleQuote": False, "escapeChar": "\\"}, 'id,kind\n"a",meeting\n'),
        ({"delimiter": "\t"}, "id\tkind\r\na\tmeeting\r\n"),
    ],
)
def test_dialects_are_followed(dialect: Body, text: str, tmp_path: Path) -> None:
    extract = one(tmp_path, text, {"fields": fields("id", "kind")}, dialect=dialect)
    assert rows(extract) == [("a", "meeting")]


def test_columns_are_found_by_their_headings_also_in_unusual_dialects(tmp_path: Path) -> None:
    schema: Body = {"fields": fields("id", "kind", "planned_on"), "fieldsMatch": "equal"}
    extract = one(tmp_path, "kind,planned_on,id\nwalk,,a\n", schema, dialect={"commentChar": "#"})
    assert extract.tables["event"].select(["id", "kind"]).to_pylist() == [{"id": "a", "kind": "walk"}]
    text = "kind,planned,id\n,on,\nwalk,,a\n"
    extract = one(tmp_path, text, schema, dialect={"headerRows": [1, 2], "headerJoin": "_"})
    assert extract.tables["event"].select(["id", "kind"]).to_pylist() == [{"id": "a", "kind": "walk"}]


def test_row_numbers_are_those_of_the_file_whatever_the_dialect(tmp_path: Path) -> None:
    text = "id,kind\n# so\na,meeting\n\nb,party\n"
    extract = one(tmp_path, text, {"fields": fields("id", "kind")}, dialect={"commentChar": "#"})
    assert extract.tables["event"].column("read_from_row").to_pylist() == [3, 5]


def test_the_declared_encoding_serves_where_a_file_is_not_in_utf_8(tmp_path: Path) -> None:
    schema: Body = {"fields": fields("id", "text")}
    file = put(tmp_path, "c.csv", "id,text\na,été\n", "cp1252")
    body = {"name": "contribution", "path": "c.csv", "schema": schema, "encoding": "cp1252"}
    extract = DataPackage().read([package(tmp_path, body), file], {})
    assert rows(extract, "contribution") == [("a", "été")]
    body["encoding"] = "no-such"
    assert [p.kind for p in DataPackage().read([package(tmp_path, body), file], {}).problems] == [
        "wrong_encoding"
    ]


def test_a_table_in_several_files_is_one_table_with_or_without_further_headers(tmp_path: Path) -> None:
    files = [
        put(tmp_path, "1.csv", "id,kind\na,meeting\n"),
        put(tmp_path, "2.csv", "id,kind\nb,walk\n"),
        put(tmp_path, "3.csv", "c,online\n"),
    ]
    body = {"name": "event", "path": ["1.csv", "2.csv", "3.csv"], "schema": {"fields": fields("id", "kind")}}
    extract = DataPackage().read([package(tmp_path, body), *files], {})
    assert rows(extract) == [("a", "meeting"), ("b", "walk"), ("c", "online")]
    assert extract.tables["event"].column("read_from_row").to_pylist() == [2, 2, 1]


@pytest.mark.parametrize(
    "data",
    [[{"id": "a", "hours": 1.5}, {"id": "b", "hours": None}], [["id", "hours"], ["a", 1.5], ["b", None]]],
)
def test_rows_that_stand_in_the_descriptor_are_read(data: Any, tmp_path: Path) -> None:
    descriptor = package(tmp_path, {"name": "event", "data": data})
    assert DataPackage().recognises([descriptor]).sure == 1.0
    assert rows(DataPackage().read([descriptor], {})) == [("a", "1.5"), ("b", "")]


def test_a_schema_and_a_dialect_may_stand_in_files_of_their_own(tmp_path: Path) -> None:
    files = [
        put(tmp_path, "event.csv", "id;kind\na;meeting\n"),
        put(tmp_path, "schema.json", json.dumps({"fields": fields("id", "kind")})),
        put(tmp_path, "dialect.json", json.dumps({"delimiter": ";"})),
    ]
    body = {"name": "event", "path": "event.csv", "schema": "schema.json", "dialect": "dialect.json"}
    descriptor = package(tmp_path, body)
    assert DataPackage().recognises([descriptor, *files]).sure == 1.0
    assert rows(DataPackage().read([descriptor, *files], {})) == [("a", "meeting")]
    assert kinds(DataPackage().read([descriptor, *files[:2]], {}))[0][0] == "package_wrong"


def test_primary_and_unique_keys_are_checked(tmp_path: Path) -> None:
    schema: dict[str, Any] = {"fields": fields("id", "kind"), "primaryKey": "id", "missingValues": ["", "-"]}
    assert kinds(one(tmp_path, "id,kind\na,meeting\n-,walk\na,walk\n", schema)) == [
        ("empty_required", 3, "id"),
        ("duplicate_key", 4, "id"),
    ]
    schema = {"fields": fields("id", "kind", "hours"), "uniqueKeys": [["kind", "hours"]]}
    text = "id,kind,hours\na,walk,1\nb,walk,1\nc,walk,2\n"
    assert kinds(one(tmp_path, text, schema)) == [("duplicate_key", 3, "kind, hours")]


def test_foreign_keys_are_checked_also_into_resources_that_are_none_of_ours(tmp_path: Path) -> None:
    files = [
        put(tmp_path, "event.csv", "id,kind,place\na,walk,P1\nb,walk,P9\nc,walk,\n"),
        put(tmp_path, "places.csv", "code,label\nP1,Hall\n"),
    ]
    schema = {
        "fields": fields("id", "kind", "place"),
        "foreignKeys": [{"fields": "place", "reference": {"resource": "places", "fields": "code"}}],
    }
    body = {"name": "event", "path": "event.csv", "schema": schema}
    descriptor = package(tmp_path, body, {"name": "places", "path": "places.csv"})
    extract = DataPackage().read([descriptor, *files], {})
    assert kinds(extract) == [("refers_to_nothing", 3, "place")]
    assert "places" in extract.problems[0].letter()
    alone = DataPackage().read([descriptor, files[0]], {})
    assert alone.problems == ()
    assert any("could not be looked up" in note.en for note in alone.notes)


def test_foreign_keys_of_several_columns_and_into_the_same_resource(tmp_path: Path) -> None:
    schema = {
        "fields": fields("id", "kind", "parent", "topic"),
        "foreignKeys": [
            {"fields": ["parent", "topic"], "reference": {"resource": "", "fields": ["id", "topic"]}},
        ],
    }
    file = put(tmp_path, "c.csv", "id,kind,parent,topic\na,comment,,t\nb,comment,a,t\nc,comment,a,u\n")
    descriptor = package(tmp_path, {"name": "contribution", "path": "c.csv", "schema": schema})
    assert kinds(DataPackage().read([descriptor, file], {})) == [("refers_to_nothing", 4, "parent")]


@pytest.mark.parametrize(
    ("matching", "header", "fits"),
    [
        ("exact", "id,kind", True),
        ("exact", "id,kind,hours", False),
        ("exact", "id", False),
        ("equal", "kind,id", True),
        ("subset", "id,kind,hours", True),
        ("subset", "id", False),
        ("superset", "id", True),
        ("superset", "id,kind,hours", False),
        ("partial", "id,hours", True),
        ("exact", "ID,Kind", True),
    ],
)
def test_which_columns_may_differ_is_what_the_package_declares(
    matching: str, header: str, fits: bool, tmp_path: Path
) -> None:
    cells = ",".join({"id": "a", "kind": "walk", "hours": "1"}[name.lower()] for name in header.split(","))
    schema = {"fields": fields("id", "kind"), "fieldsMatch": matching}
    extract = one(tmp_path, f"{header}\n{cells}\n", schema)
    assert [problem.kind for problem in extract.problems] == ([] if fits else ["package_fields"])
    assert bool(extract.tables) is fits


def test_columns_of_attributes_bring_their_categories(tmp_path: Path) -> None:
    band = {"name": "attr_age_band", "title": "Age", "constraints": {"enum": ["-64", "65+"]}}
    file = put(tmp_path, "a.csv", "id,kind,attr_age_band\np1,person,65+\n")
    body = {"name": "actor", "path": "a.csv", "schema": {"fields": [*fields("id", "kind"), band]}}
    extract = DataPackage().read([package(tmp_path, body), file], {})
    assert rows(extract, "actor") == [("p1", "person", "65+")]
    assert extract.attributes == {"age_band": {"label": "Age", "categories": ["-64", "65+"], "order": "none"}}


def test_several_answers_in_a_list_are_separated_as_ours_are(tmp_path: Path) -> None:
    holders = {"name": "holders", "type": "list", "delimiter": ";"}
    file = put(tmp_path, "d.csv", "id,text,holders\nd1,bins,a;b\n")
    body = {
        "name": "duty",
        "path": "d.csv",
        "schema": {"fields": [*fields("id", "text"), holders]},
        "dialect": {"delimiter": ","},
    }
    assert rows(DataPackage().read([package(tmp_path, body), file], {}), "duty") == [("d1", "bins", "a|b")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"resources": ',
        '{"resources": []}',
        '{"resources": [1, null, "x"]}',
        '{"resources": [{"path": "event.csv", "schema": 5, "dialect": []}]}',
        '{"resources": [{"path": "event.csv", "schema": {"fields": [5, {"name": 3}, {"name": "a", "type": "b"}]}}]}',
        '{"resources": [{"path": "event.csv", "schema": {"primaryKey": {"a": 1}, "foreignKeys": [1, {}]}}]}',
        '{"resources": [{"path": "event.csv", "schema": {"fieldsMatch": {"a": 1}}}]}',
        '{"resources": [{"path": "event.csv", "dialect": {"delimiter": 5, "quoteChar": "xx", "headerRows": "a"}}]}',
        '{"resources": [{"name": "event", "path": "event.csv"}, {"name": "Event", "path": "event.csv"}]}',
        '{"resources": [{"name": "event", "data": 5}, {"name": "vote", "data": [1, {}]}]}',
        '{"resources": [{"name": "event", "path": ["event.csv", "event.csv"]}]}',
        '{"$schema": 7, "title": [], "resources": [{"name": 5, "path": "event.csv", "encoding": 8}]}',
    ],
)
def test_whatever_a_descriptor_says_nothing_is_raised(text: str, tmp_path: Path) -> None:
    files = [put(tmp_path, "datapackage.json", text), put(tmp_path, "event.csv", EVENTS)]
    connector = DataPackage()
    assert 0.0 <= connector.recognises(files).sure <= 1.0
    connector.read(files, {})


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"\xff" * 100, b'{"resources"' + b"[" * 100_000])
def test_whatever_bytes_there_are_they_are_no_package(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "datapackage.json"
    file.write_bytes(content)
    assert DataPackage().recognises([file]).sure == 0.0
    assert DataPackage().read([file], {}).problems


def test_other_files_make_it_less_sure_and_are_named(tmp_path: Path) -> None:
    files = [put(tmp_path, "event.csv", EVENTS), put(tmp_path, "more.csv", "a,b\n1,2\n")]
    descriptor = package(tmp_path, {"name": "event", "path": "data/event.csv"}, title="A made up process")
    assert 0.5 < DataPackage().recognises([descriptor, *files]).sure < 1.0
    extract = DataPackage().read([descriptor, *files], {})
    assert any("more.csv" in note.en for note in extract.notes)
    assert extract.process == {"title": "A made up process"}


def test_every_table_of_ours_is_found_by_its_name(tmp_path: Path) -> None:
    resources, files = [], []
    for table in tables().values():
        columns = list(table.columns)
        files.append(
            put(tmp_path, f"{table.name}.csv", ",".join(columns) + "\n" + "," * (len(columns) - 1) + "x\n")
        )
        resources.append({"name": table.name.replace("_", "-"), "path": f"{table.name}.csv"})
    extract = DataPackage().read([package(tmp_path, *resources), *files], {})
    assert set(extract.tables) == set(tables())
    for name, found in extract.tables.items():
        assert set(tables()[name].columns) <= set(found.column_names)


def test_problems_of_the_evidence_name_the_column_as_the_package_calls_it(
    tmp_path: Path, empty_dossier: Any
) -> None:
    file = put(tmp_path, "event.csv", "ID,Kind\na,party\n")
    schema = {"fields": fields("ID", "Kind")}
    descriptor = package(tmp_path, {"name": "event", "path": "event.csv", "schema": schema})
    with pytest.raises(EvidenceProblems) as refused:
        import_files(empty_dossier(), [descriptor, file])
    assert [(p.kind, p.file, p.row, p.column) for p in refused.value.problems] == [
        ("not_a_code", "event.csv", 2, "Kind")
    ]


def test_the_members_of_an_archive_are_a_package(tmp_path: Path, empty_dossier: Any) -> None:
    import zipfile  # noqa: PLC0415 - only here

    descriptor = package(tmp_path, {"name": "event", "path": "data/event.csv"})
    archive = tmp_path / "package.zip"
    with zipfile.ZipFile(archive, "w") as written:
        written.write(descriptor, "datapackage.json")
        written.writestr("data/event.csv", EVENTS)
    directory: Path = empty_dossier()
    assert import_files(directory, [archive]).tables["event"].added == 2
