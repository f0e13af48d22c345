"""The press: nothing is fetched, nothing can be smuggled in, and where it is missing a letter says so."""

from __future__ import annotations

import http.server
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from obverse.survey.paper.press import NoPress, printed
from obverse.survey.paper.words import texts
from tests.survey.paper.pages import text

PAGE = '<html lang="en"><head><title>A title</title></head><body><h1>Heading</h1>{}</body></html>'


class _Asked(http.server.BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as the standard library calls it
        pass


def test_nothing_is_fetched_from_the_network_or_from_the_disk(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>secret</text></svg>')
    with http.server.HTTPServer(("127.0.0.1", 0), _Asked) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        place = f"http://127.0.0.1:{server.server_port}"
        pdf = printed(
            PAGE.format(
                f'<img src="{place}/image.svg" alt="x"><img src="{secret.as_uri()}" alt="y">'
                f'<link rel="stylesheet" href="{place}/style.css"><link rel="attachment" href="{secret.as_uri()}">'
                f'<p style="background: url({place}/background.svg)">Here.</p>'
            ),
            styles=(
                f'@import url("{place}/imported.css"); @font-face {{ font-family: F; src: url({place}/font) }}',
            ),
        )
        server.shutdown()
    assert _Asked.asked == []
    assert "Here." in text(pdf)
    assert "secret" not in text(pdf)
    assert b"/EmbeddedFile" not in pdf


def test_the_same_page_is_the_same_bytes_in_another_process() -> None:
    said = "import sys; from obverse.survey.paper.press import printed; sys.stdout.buffer.write(printed(sys.argv[1]))"
    page = PAGE.format("<p>One</p><table><tr><th scope='col'>a</th></tr><tr><td>b</td></tr></table>")
    made = {
        subprocess.run(
            [sys.executable, "-P", "-c", said, page],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert made == {printed(page)}


@pytest.mark.parametrize("missing", ["program", "layout"])
def test_where_the_press_is_missing_a_letter_says_what_to_type(
    missing: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fault = {
        "program": "ModuleNotFoundError('weasyprint')",
        "layout": "OSError('cannot load library libpango')",
    }
    (tmp_path / "weasyprint.py").write_text(f"raise {fault[missing]}\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(NoPress) as refused:
        printed(PAGE.format(""))
    assert refused.value.what == missing
    for language in ("en", "fr"):
        assert "scripts/pango" in refused.value.letter(language)
        assert "libpango-1.0-0" in refused.value.letter(language)


def test_both_languages_have_the_same_texts_and_places() -> None:
    def places(found: str) -> set[str]:
        return {part.partition("}")[0] for part in found.split("{")[1:]}

    english, french = texts("en"), texts("fr")
    assert english.keys() == french.keys()
    assert {key for key in english if places(english[key]) != places(french[key])} == set()


def test_french_has_its_unbreakable_spaces() -> None:
    wrong = [
        key
        for key, found in texts("fr").items()
        for place, letter in enumerate(found)
        if letter in ":;?!»"
        and place
        and found[place - 1] not in "\u00a0\u202f"
        and not found[place:].startswith("://")
    ]
    assert wrong == []


def test_every_text_stands_on_a_paper() -> None:
    room = Path(__file__).parents[3] / "src/obverse/survey/paper"
    used = "".join(
        file.read_text(encoding="utf-8") for kind in ("*.py", "templates/*.html") for file in room.glob(kind)
    )
    assert [key for key in texts("en") if f'"{key}"' not in used and f"'{key}'" not in used] == []
