"""Ids become keyed pseudonyms, names are used once and forgotten, free text reaches nobody."""

from __future__ import annotations

import hashlib
import hmac
import stat
from pathlib import Path
from typing import Any

import duckdb
import pytest

from obverse.evidence.importing.accounts import account_rules, flag_accounts, plain_name
from obverse.evidence.importing.keys import Key, delete_keys, find_key, keep_key
from obverse.evidence.importing.people import Arriving, keep_people_out, looks_personal
from obverse.evidence.importing.pseudonyms import replace_ids, set_key
from obverse.evidence.importing.screening import screen
from obverse.evidence.problems import EvidenceProblems

SECRET = b"a key of the tests"


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:")


def filled(connection: duckdb.DuckDBPyConnection, name: str, columns: str, *rows: tuple[str, ...]) -> None:
    declared = ", ".join(f"{column} VARCHAR" for column in columns.split())
    connection.execute(f"CREATE TABLE {name} ({declared})")
    marks = ", ".join("?" for _ in columns.split())
    connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)


def cells(connection: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    return [str(row[0]) for row in connection.execute(query).fetchall()]


@pytest.mark.parametrize("secret", [b"", SECRET, b"x" * 64, b"y" * 200])
def test_a_pseudonym_is_the_standard_keyed_hash_of_platform_and_id(
    secret: bytes, connection: duckdb.DuckDBPyConnection
) -> None:
    filled(connection, "people", "id", ("user-5",), ("Zoë O’Neil",), ("",))
    set_key(connection, secret)
    assert replace_ids(connection, "people", {"id": "p"}, "decidim") == 2
    wanted = [
        "p-" + hmac.new(secret, f"decidim:{name}".encode(), hashlib.sha256).hexdigest()[:20]
        for name in ("user-5", "Zoë O’Neil")
    ]
    assert cells(connection, "SELECT id FROM people") == [*wanted, ""]


def test_the_same_person_is_the_same_in_all_tables_and_another_under_another_key(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    filled(connection, "people", "id", ("user-5",))
    filled(connection, "words", "id author text", ("c1", "user-5", "hello"))
    arriving = Arriving(
        relations={"actor": "people", "contribution": "words"},
        columns={"actor": ("id",), "contribution": ("id", "author", "text")},
    )
    rules = account_rules(Path("nowhere"))
    asked: dict[str, Any] = {"namespace": "polis", "every_id": True, "pseudonymous": {}, "rules": rules}
    keep_people_out(connection, arriving, secret=SECRET, **asked)
    first = cells(connection, "SELECT id FROM people")
    assert first == cells(connection, "SELECT author FROM words")
    assert cells(connection, "SELECT id FROM words") == ["c1"]
    connection.execute("UPDATE people SET id = 'user-5'")
    keep_people_out(connection, arriving, secret=b"another", **asked)
    assert cells(connection, "SELECT id FROM people") != first


def test_a_new_key_is_kept_for_its_owner_alone_and_is_gone_when_deleted(keys: Path) -> None:
    key = keep_key(find_key((), dossier="d", new=False), keys / "elsewhere")
    assert key.file is not None
    assert key.file.parent == keys
    assert stat.S_IMODE(key.file.stat().st_mode) == 0o600
    assert find_key([key.fingerprint], dossier="d", new=False).secret == key.secret
    assert delete_keys([key.fingerprint, key.fingerprint]) == (key.fingerprint,)
    with pytest.raises(EvidenceProblems) as refused:
        find_key([key.fingerprint], dossier="d", new=False)
    assert [problem.kind for problem in refused.value.problems] == ["key_missing"]
    assert find_key([key.fingerprint], dossier="d", new=True).secret != key.secret


def test_a_key_that_was_tampered_with_is_not_taken_for_the_old_one(keys: Path) -> None:
    key = keep_key(find_key((), dossier="d", new=False), keys / "elsewhere")
    (keys / f"{key.fingerprint}.key").write_text(bytes(32).hex())
    with pytest.raises(EvidenceProblems):
        find_key([key.fingerprint], dossier="d", new=False)


def test_a_key_never_lies_in_the_dossier_that_it_is_for(keys: Path) -> None:
    with pytest.raises(EvidenceProblems) as refused:
        keep_key(find_key((), dossier="d", new=False), keys.parent)
    assert [problem.kind for problem in refused.value.problems] == ["key_inside"]
    assert not keys.exists()


def test_a_respondent_and_an_actor_of_one_number_cannot_be_joined(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    filled(connection, "people", "id respondent", ("5", "5"))
    set_key(connection, SECRET)
    replace_ids(connection, "people", {"id": "p", "respondent": "r"}, "limesurvey")
    ((actor, respondent),) = connection.execute("SELECT id, respondent FROM people").fetchall()
    assert actor.removeprefix("p-") != respondent.removeprefix("r-")


def test_a_fingerprint_does_not_tell_the_key() -> None:
    assert Key(SECRET).fingerprint not in SECRET.hex()
    assert len({Key(bytes([number])).fingerprint for number in range(256)}) == 256


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("Pruebas", "test"),
        ("TEST user 3", "test"),
        ("Équipe technique", "staff"),
        ("Moderador/a", "staff"),
        ("Ajuntament de X", "organiser"),
        ("Mairie (officiel)", "organiser"),
        ("Testa Rossa", ""),
        ("Prueba-ciones Ltd", "test"),
        ("Contest winner", ""),
        ("Neighbours of the lake", ""),
        ("", ""),
    ],
)
def test_an_account_is_flagged_by_a_whole_word_of_its_name_and_never_by_a_part_of_one(
    name: str, rule: str, connection: duckdb.DuckDBPyConnection
) -> None:
    filled(connection, "people", "id staff_or_test read_name", ("a", "", name))
    met = flag_accounts(connection, "people", {"id", "read_name"}, account_rules(Path("nowhere")))
    assert met == ({rule: ["a"]} if rule else {})
    assert cells(connection, "SELECT staff_or_test FROM people") == ["yes" if rule else ""]


def test_of_several_names_of_an_account_the_rules_look_at_the_first(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    rows = [("a", "", "Club of the lake\nAdmin"), ("b", "", "Admin\nPerson One")]
    filled(connection, "people", "id staff_or_test read_name", *rows)
    met = flag_accounts(connection, "people", {"read_name"}, account_rules(Path("nowhere")))
    assert met == {"staff": ["b"]}


def test_what_the_source_says_of_an_account_stands_above_the_rules(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    filled(connection, "people", "id staff_or_test read_name", ("a", "no", "Admin"))
    assert flag_accounts(connection, "people", {"read_name"}, account_rules(Path("nowhere"))) == {}
    assert cells(connection, "SELECT staff_or_test FROM people") == ["no"]


def test_a_dossier_changes_adds_and_switches_off_rules_by_a_file_of_its_own(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    (tmp_path / "accounts.toml").write_text(
        '[test]\nkind = "test"\nwords = []\n\n[office]\nkind = "organiser"\nwords = ["bureau du lac"]\n\n'
        '[except]\nnames = ["Support du quartier"]\n'
    )
    filled(
        connection,
        "people",
        "id staff_or_test read_name",
        ("a", "", "Pruebas"),
        ("b", "", "Le Bureau du Lac"),
        ("c", "", "Support du Quartier"),
        ("d", "", "Support"),
    )
    met = flag_accounts(connection, "people", {"read_name"}, account_rules(tmp_path))
    assert met == {"staff": ["d"], "office": ["b"]}


@pytest.mark.parametrize(
    "text", ['[test]\nkind = "robot"\nwords = []\n', '[test]\nwords = "x"\n', "[except]\n", "not toml"]
)
def test_rules_that_cannot_be_understood_are_a_problem_and_not_passed_over(text: str, tmp_path: Path) -> None:
    (tmp_path / "accounts.toml").write_text(text)
    with pytest.raises(EvidenceProblems) as refused:
        account_rules(tmp_path)
    assert all(problem.letter("fr") for problem in refused.value.problems)


def test_names_are_compared_without_case_accents_and_signs() -> None:
    assert plain_name("  Mairie_d’ÉTOILE—2 ") == "mairie d etoile 2"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("write to a.b-c+d@mail.example.org.", "write to [e-mail]."),
        ("a.b (at) example.org", "[e-mail]"),
        ("call +33 6 12 34 56 78 or 06.12.34.56.78!", "call [telephone] or [telephone]!"),
        ("Tel. 0471/12.34.56, (020) 7946 0958", "Tel. [telephone], [telephone]"),
        ("(415) 555-1234 or 415-555-1234", "[telephone] or [telephone]"),
        ("612 345 678", "[telephone]"),
        ("from 2016-2019 and on 12.03.2024", "from 2016-2019 and on 12.03.2024"),
        ("budget 1 250 000 EUR, law 2004-575", "budget 1 250 000 EUR, law 2004-575"),
        ("43.29695, 5.38107, 15 000-20 000", "43.29695, 5.38107, 15 000-20 000"),
        ("room 012, 10h00-12h30", "room 012, 10h00-12h30"),
        ("half @ the price", "half @ the price"),
    ],
)
def test_free_text_loses_what_reaches_a_person_and_keeps_dates_sums_and_laws(
    text: str, wanted: str, connection: duckdb.DuckDBPyConnection
) -> None:
    filled(connection, "words", "id text", (text, text))
    screen(connection, "words", ["id", "text"])
    assert cells(connection, "SELECT text FROM words") == [wanted]
    assert cells(connection, "SELECT id FROM words") == [text]


def test_participants_names_leave_the_free_text_of_others(connection: duckdb.DuckDBPyConnection) -> None:
    filled(connection, "told", "name", ("Person Number One",), ("nick",), ("Or",), ("Ann Li",))
    filled(
        connection,
        "words",
        "text",
        ("As PERSON NUMBER ONE said, @nick is right.",),
        ("In the nick of time",),
        ("person number one",),
        ("Hannah Lift and Ann Lin",),
    )
    assert screen(connection, "words", ["text"], "told") == {"name": 2}
    assert cells(connection, "SELECT text FROM words") == [
        "As [name] said, [name] is right.",
        "In the nick of time",
        "[name]",
        "Hannah Lift and Ann Lin",
    ]


def test_names_and_addresses_of_accounts_go_no_further_than_the_rules(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    columns = ("id", "staff_or_test", "read_name", "read_email")
    filled(connection, "people", " ".join(columns), ("1", "", "Admin", "a@example.org"))
    filled(connection, "words", "id author", ("c1", "1"), ("c2", "1"))
    kept = keep_people_out(
        connection,
        Arriving(
            relations={"actor": "people", "contribution": "words"},
            columns={"actor": columns, "contribution": ("id", "author")},
        ),
        secret=SECRET,
        namespace="x",
        every_id=True,
        pseudonymous={},
        rules=account_rules(Path("nowhere")),
    )
    assert kept.flagged == {"staff": (1, 2)}
    assert kept.pseudonyms == {"actor": 1, "contribution": 1}
    found = connection.execute("DESCRIBE people").fetchall()
    assert [row[0] for row in found] == ["id", "staff_or_test"]


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("E-Mail", True),
        ("Nom de famille", True),
        ("Contact telephone", True),
        ("User_name", True),
        ("Named after", False),
        ("Type", False),
    ],
)
def test_headings_that_name_people_are_noticed(heading: str, told: bool) -> None:
    assert looks_personal(["Kind", heading]) is told
