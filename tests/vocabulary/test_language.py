"""The texts as texts: complete in both languages, set with care, nothing left in the wrong language."""

from __future__ import annotations

import re
import string
from typing import Any

import pytest

# The wide and the narrow no-break space.
NO_BREAK = "\u00a0\u202f"
# Titles and slogans keep the language of their authors.
FOREIGN = ("Exploring the Dark Side", "big society", "community right to challenge")


UNITS = "points?|minutes?|jours?|mois|ans?|pour 1"


def french_faults(text: str) -> list[str]:
    """What a French typesetter would send back."""
    checks = {
        "straight quote or apostrophe": r"['\"]",
        "English quotation mark": r"[“”‘]",
        "three full stops": r"\.\.\.",
        "no no-break space before double punctuation": rf"[^{NO_BREAK}][:;?!]",
        "no no-break space before a percent sign": rf"[^{NO_BREAK}]%",
        "no no-break space inside guillemets": rf"«(?![{NO_BREAK}])|(?<![{NO_BREAK}])»",
        "no-break space elsewhere": rf"(?<![«°])[{NO_BREAK}](?![:;?!%»{{0-9h]|{UNITS})",
        "space before a comma or a full stop": r"\s[.,]",
        "two spaces": r"\s\s",
        "capital without its accent": r"\b(Etat|Etats|Election|Elu|Equit\w+|Egalit\w+|Ecart|Etape|Evalu\w+)\b"
        r"|(?:^|[.?!»]\s)A (qui|quoi|la|l’|cet?|titre)\b",
        "bracketed feminine": r"\w\((e|s|ne|rice|es)\)",
        "missing elision": r"\b(de|le|la|que|se|ne|je|me) [aeiouéèêâîôûœ]\w",
        "missing contraction": r"\b([Dd]e|[Àà]) les? (?!\w+(er|ir|re)\b)",
        "untied ligature": r"\b(oe|coeur|oeuvre|noeud)",
        "English word": r"\b(the|and|of|with|which|their|process|feedback|workshop)\b",
    }
    return [fault for fault, pattern in checks.items() if re.search(pattern, text)]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("C'est fait.", "straight quote or apostrophe"),
        ("Qui gagne ?", "no no-break space before double punctuation"),
        ("Qui gagne?", "no no-break space before double punctuation"),
        ("un « mot »", "no no-break space inside guillemets"),
        ("un “mot”", "English quotation mark"),
        ("10 %", "no no-break space before a percent sign"),
        ("l’Etat", "capital without its accent"),
        ("A qui la faute", "capital without its accent"),
        ("les habitant(e)s", "bracketed feminine"),
        ("lorsque il vient de arriver", "missing elision"),
        ("du mauvais côté de le seuil", "missing contraction"),
        ("mise en oeuvre", "untied ligature"),
        ("the process", "English word"),
    ],
)
def test_the_check_of_french_finds_each_fault(text: str, fault: str) -> None:
    assert fault in french_faults(text)


def test_the_check_of_french_accepts_good_french() -> None:
    good = "Est-ce l’« effet » voulu : 10 % de plus, à l’État d’en répondre ?"
    for space in NO_BREAK:
        assert french_faults(re.sub(r"(?<=«) | (?=[»:;?!%])", space, good)) == []


def test_the_french_is_set_as_french_is_set(every_text: list[Any]) -> None:
    faults = {}
    for text in every_text:
        own = text.fr
        for words in FOREIGN:
            own = own.replace(words, "X")
        own = re.sub(r"\{\w+\}", "0", own)
        if found := french_faults(own):
            faults[text.place] = (found, text.fr)
    assert faults == {}


def test_the_english_is_set_as_english_is_set(every_text: list[Any]) -> None:
    wrong = rf"['\"]|\.\.\.|\s[:;?!,.]|\s\s|«|»|[{NO_BREAK}][^a-z{{]"
    assert [text.place for text in every_text if re.search(wrong, text.en)] == []


def test_no_text_is_left_in_the_other_language(every_text: list[Any]) -> None:
    same = {text.en for text in every_text if text.en == text.fr}
    titles_and_symbols = {words for words in same if words.startswith(("Exploring", *NO_BREAK)) or not words}
    assert same - titles_and_symbols == {
        # Spelled alike in both languages.
        *("coefficient", "contribution", "contributions", "convention", "document", "inclusion"),
        *(
            "initiative",
            "initiatives",
            "innovation",
            "minutes",
            "services",
            "sites",
            "trace",
            "vote",
            "votes",
        ),
    }


def test_both_languages_fill_in_the_same_words(every_text: list[Any]) -> None:
    def placeholders(template: str) -> list[str]:
        return sorted(name for _, name, _, _ in string.Formatter().parse(template) if name is not None)

    for text in every_text:
        assert placeholders(text.en) == placeholders(text.fr), text.place


def test_a_sentence_is_a_sentence_in_both_languages(every_text: list[Any]) -> None:
    for text in every_text:
        assert text.en.endswith((".", "?")) == text.fr.endswith((".", "?")), text.place
        if text.en.endswith((".", "?")):
            assert text.en.lstrip("“")[0].isupper(), text.place
            assert text.fr.lstrip(f"«{NO_BREAK}")[0].isupper(), text.place


def test_no_text_speaks_of_a_score_or_of_intent_as_a_finding(every_text: list[Any]) -> None:
    texts = [text for text in every_text if text.place.startswith(("catalogue", "texts"))]
    accusing = r"\b(fraud|guilty|deliberate|fraude|coupable|délibéré|score|ranking of cities)\b"
    assert [text.place for text in texts if re.search(accusing, f"{text.en} {text.fr}")] == []
