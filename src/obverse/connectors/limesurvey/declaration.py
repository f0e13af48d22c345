"""Reading what declares a survey: the program's own questionnaire, or a TOML file that was given beside an export."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from obverse.connectors.limesurvey.survey import AS_TEXT, FILLS, NUMBER, SILENCE, Question, Survey, plain
from obverse.evidence.problems import Problem, did_you_mean
from obverse.vocabulary.public_values import public_values
from obverse.vocabulary.roles import roles
from obverse.vocabulary.text import LANGUAGES

# Items that are asked about a public value; what others are asked about (a duty) is not listed anywhere.
_ABOUT_VALUES = ("importance", "before", "strengthened", "weakened", "attribution")
_SECTIONS = ("survey", "words", "answers", "question")
_QUESTION = {
    "code": str,
    "scale": int,
    "heading": str,
    "item": str,
    "items": dict,
    "fills": str,
    "public_value": str,
    "subquestions": str | dict,
    "answers": str | dict,
    "type": str,
    "asked": list,
    "text": dict,
}
_KINDS: Mapping[Any, str] = {str: "a text", int: "a whole number", dict: "a table", list: "a list of texts"}
_EXAMPLES = {
    "scale": "1",
    "items": '{ SQ001 = "voice" }',
    "asked": '["participant"]',
    "text": '{ en = "..." }',
}


@cache
def questionnaire() -> Survey:
    """The questionnaire of the program."""
    content = tomllib.loads(
        resources.files(__package__).joinpath("questionnaire.toml").read_text(encoding="utf-8")
    )
    reader = SurveyReader("questionnaire.toml")
    survey = reader.survey(content, {})
    if reader.problems:
        raise ValueError("\n".join(problem.letter() for problem in reader.problems))
    labels = {
        plain(role.label.in_language(language)): role.id
        for role in roles().values()
        for language in LANGUAGES
    }
    return replace(survey, answers={**survey.answers, "role": {**labels, **survey.answers["role"]}})


def is_declaration(file: Path) -> bool:
    """Whether a file is a TOML file that declares questions."""
    try:
        with file.open("rb") as stream:
            start = stream.read(1 << 20)
        content = tomllib.loads(start.decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return False
    listed = content.get("question")
    return isinstance(listed, list) and any(
        isinstance(one, dict) and {"item", "items", "fills"} & set(one) for one in listed
    )


class SurveyReader:
    """Reads what declares a survey, and gathers all that is wrong with it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []

    def file(self, file: Path) -> Survey:
        """The survey that a file declares; the lists of answers of the program's questionnaire can be named in it."""
        own = questionnaire()
        try:
            content = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError, RecursionError) as error:
            self._wrong("not_toml", error=str(error).split("\n")[0])
            return own
        declared = self.survey(content, own.answers)
        return replace(declared, not_shown=(*own.not_shown, *declared.not_shown))

    def survey(self, content: Mapping[str, Any], known: Mapping[str, Mapping[str, str]]) -> Survey:
        """What the content of a TOML file declares."""
        for word in content:
            if word not in _SECTIONS:
                self._wrong("unknown_section", word=word, hint=did_you_mean(word, _SECTIONS))
        constants = {key: str(value) for key, value in self._section(content, "survey").items()}
        for word in constants:
            if word not in FILLS:
                self._wrong("unknown_key", section="survey", word=word, hint=did_you_mean(word, FILLS))
        own = self._section(content, "answers")
        silence = {**known.get(SILENCE, {}), **self._list(SILENCE, own.get(SILENCE, {}))}
        answers = {SILENCE: silence}
        for name, meanings in known.items():
            answers[name] = {**meanings, **silence}
        for name, meanings in own.items():
            answers[name] = {**silence, **self._list(name, meanings)}
        listed = content.get("question", [])
        bodies = [body for body in listed if isinstance(body, dict)] if isinstance(listed, list) else []
        questions = [self._question(number, body, answers) for number, body in enumerate(bodies, start=1)]
        return Survey(
            questions=tuple(question for question in questions if question is not None),
            answers=answers,
            not_shown=tuple(_texts(self._section(content, "words").get("not_shown", []))),
            constants=constants,
        )

    def _wrong(self, kind: str, **details: str) -> None:
        self.problems.append(Problem(kind, self.name, details=details))

    def _section(self, content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        body = content.get(name, {})
        if isinstance(body, dict):
            return body
        self._wrong_kind(name, name, body)
        return {}

    def _list(self, name: str, body: Any) -> dict[str, str]:
        """Their words, as they are compared, and ours; ours are always understood too."""
        if not isinstance(body, dict):
            self._wrong_kind("answers", name, body)
            return {}
        return {plain(word): ours for ours, words in body.items() for word in (ours, *_texts(words))}

    def _question(
        self, number: int, body: Mapping[str, Any], answers: dict[str, dict[str, str]]
    ) -> Question | None:
        section = f"question {body.get('code') or body.get('heading') or number}"
        values: dict[str, Any] = {}
        for key, value in body.items():
            if key not in _QUESTION:
                self._wrong("unknown_key", section=section, word=key, hint=did_you_mean(key, _QUESTION))
            elif not isinstance(value, _QUESTION[key]) or isinstance(value, bool):
                self._wrong_kind(section, key, value, _KINDS.get(_QUESTION[key], "a text or a table"))
            elif key in ("items", "subquestions") and not _of_texts(value):
                self._wrong_kind(section, key, value)
            else:
                values[key] = value
        for unread in ("type", "asked", "text"):
            values.pop(unread, None)
        if not (values.get("code") or values.get("heading")):
            self._wrong("missing_key", section=section, word="code", example='"Q1"')
            return None
        told = [key for key in ("item", "items", "fills") if values.get(key)]
        if len(told) != 1:
            self._wrong("one_way", section=section, ways="item, items, fills")
            return None
        if values.get("fills") and values["fills"] not in FILLS:
            hint = did_you_mean(values["fills"], FILLS)
            found = repr(values["fills"])
            self._wrong("wrong_choice", section=section, word="fills", found=found, hint=hint)
            return None
        self._answers(section, values, answers)
        self._known_words(section, values, answers)
        return Question(**values)

    def _known_words(
        self, section: str, values: Mapping[str, Any], answers: Mapping[str, Mapping[str, str]]
    ) -> None:
        """Roles and public values have to be those of the vocabulary: a slip of the pen would make rows of no use."""
        if values.get("fills") == "role" and values["answers"] in answers:
            meant = set(answers[values["answers"]].values()) - set(answers[SILENCE].values())
            for word in sorted(meant - set(roles())):
                hint = did_you_mean(word, roles())
                self._wrong("wrong_choice", section=section, word="answers", found=repr(word), hint=hint)
        if values.get("item") in _ABOUT_VALUES:
            listed = values.get("subquestions", {})
            about = [values.get("public_value", ""), *(listed.values() if isinstance(listed, dict) else [])]
            for word in about:
                if word and word not in public_values():
                    hint = did_you_mean(word, public_values())
                    self._wrong(
                        "wrong_choice", section=section, word="public_value", found=repr(word), hint=hint
                    )

    def _answers(self, section: str, values: dict[str, Any], answers: dict[str, dict[str, str]]) -> None:
        """Name the list of answers of a question, also of one that is written in place."""
        named = values.setdefault("answers", AS_TEXT)
        if isinstance(named, dict):
            answers[section] = {**answers[SILENCE], **self._list(section, named)}
            values["answers"] = section
        elif named not in (*answers, NUMBER, AS_TEXT):
            hint = did_you_mean(named, (*answers, NUMBER, AS_TEXT))
            self._wrong("wrong_choice", section=section, word="answers", found=repr(named), hint=hint)
            values["answers"] = AS_TEXT
        if values.get("fills") == "cluster" and values.get("answers", AS_TEXT) == AS_TEXT:
            # What people write themselves could name them; a list of answers cannot.
            self._wrong("missing_key", section=section, word="answers", example='{ group_1 = ["G1"] }')

    def _wrong_kind(self, section: str, word: str, found: Any, wanted: str = "a table") -> None:
        example = _EXAMPLES.get(word, '"..."')
        details = {"section": section, "word": word, "wanted": wanted, "found": repr(found)[:60]}
        self._wrong("wrong_kind", **details, example=example)


def _of_texts(value: Any) -> bool:
    return not isinstance(value, dict) or all(isinstance(word, str) for word in value.values())


def _texts(value: Any) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    return [str(word) for word in listed if isinstance(word, str | int | float)]
