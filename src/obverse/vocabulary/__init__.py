"""The founding texts as data: evils, ideals, questions, duality, claims, public values, roles, shared texts.

Each function reads its TOML file once, when it is first called; importing this package reads nothing.
"""

from obverse.vocabulary.catalogue import PlannedIndicator, planned_indicators
from obverse.vocabulary.claims import VERBS, Claim, claims
from obverse.vocabulary.duality import Duality, duality
from obverse.vocabulary.evils import Evil, evils
from obverse.vocabulary.ideals import Ideal, ideals
from obverse.vocabulary.mitigations import Mitigation, mitigations
from obverse.vocabulary.public_values import PublicValue, public_values
from obverse.vocabulary.questions import Question, questions
from obverse.vocabulary.reasons import reasons
from obverse.vocabulary.register import Register, UnknownId
from obverse.vocabulary.roles import SIDES, Role, roles
from obverse.vocabulary.rules import Rule, rules
from obverse.vocabulary.sources import Source, sources
from obverse.vocabulary.text import LANGUAGES, Text
from obverse.vocabulary.texts import Texts, texts

__all__ = [
    "LANGUAGES",
    "SIDES",
    "VERBS",
    "Claim",
    "Duality",
    "Evil",
    "Ideal",
    "Mitigation",
    "PlannedIndicator",
    "PublicValue",
    "Question",
    "Register",
    "Role",
    "Rule",
    "Source",
    "Text",
    "Texts",
    "UnknownId",
    "claims",
    "duality",
    "evils",
    "ideals",
    "mitigations",
    "planned_indicators",
    "public_values",
    "questions",
    "reasons",
    "roles",
    "rules",
    "sources",
    "texts",
]
