"""The rules of a proposed mapping: for each place that a column found, what a mapping has to say about it."""

from __future__ import annotations

import re

from obverse.connectors.mapping.forming import Draft, Forming, Rule, Say
from obverse.connectors.mapping.placing import (
    PEOPLE,
    TITLE,
    WIDE,
    Fit,
    Place,
    has_default,
)
from obverse.connectors.mapping.plain_words import lists, plain, told
from obverse.connectors.mapping.profiling import Profile, Table
from obverse.evidence.declarations import Column, tables

# Tables that a row of another one refers to and that its id alone can make, with what else they require.
_MADE = {"actor": {"kind": "person"}, "neighbourhood": {}, "event": {}, "contribution": {"kind": "proposal"}}
_SURE_ENOUGH = 0.3
# Below this, a row may be something else than one contribution.
_ONE_A_ROW = 0.5
_KNOWN_BY = ("name", "email", "phone", "birth", "number")


class Drafting:
    """Writes down what each column becomes; ``used`` are the headings that found a place."""

    def __init__(self, say: Say, source: Table, kind: str) -> None:
        self.say = say
        self.source = source
        self.forming = Forming(say)
        self.kind = kind
        self.used: set[str] = set()
        # Of whom a table tells without anybody in it being its author or voter, of them it may be a list.
        self.of_people = any(profile.accounts or profile.personal in _KNOWN_BY for profile in source.profiles)

    def draft(self, fit: Fit) -> list[Draft]:
        """The table of a fit, and before it those that its rows refer to."""
        taken = any((fit.table, place.target) in PEOPLE and place.target != "id" for place in fit.places)
        self.of_people = fit.table == "actor" or (self.of_people and not taken)
        draft = Draft(fit.table, [self.say("table_sure", table=fit.table, sure=f"{fit.sure:.2f}")])
        draft.years = tuple(sorted({year for place in fit.places for year in place.profile.years}))
        before: list[Draft] = []
        for place in fit.places:
            if place.target != TITLE:
                self._place(draft, fit, place, before)
        if (title := fit.place(TITLE)) is not None:
            self._title(draft, title)
        for target, form in WIDE.get(fit.table, {}).items() if draft.years else ():
            draft.rules.append(Rule(target, {"constant": form}))
        if fit.table == "actor" and fit.sure >= _SURE_ENOUGH:
            self._other_attributes(draft)
        self._required(draft)
        self._counts(draft, fit)
        order = list(tables()[fit.table].columns)
        draft.rules.sort(key=lambda rule: order.index(rule.target) if rule.target in order else len(order))
        self._rows_told_apart(draft)
        self._totals(draft)
        return [*before, draft]

    def _place(self, draft: Draft, fit: Fit, place: Place, before: list[Draft]) -> None:
        profile, column = place.profile, tables()[fit.table].column(place.target)
        assert column is not None  # noqa: S101 - only declared columns find a place
        people = (fit.table, place.target) in PEOPLE
        shown = f"{place.sure:.2f}; {self.say('people_id')}" if people else self.shown(profile, place.sure)
        rule = Rule(place.target, {"from": _source(profile)}, [shown])
        if column.kind == "ref" and not self._reference(rule, column, fit, place, before):
            return
        self.used.add(profile.heading)
        own_id = place.target == "id" and "id" in tables()[fit.table].key
        if people:
            rule.body["pseudonym"] = "person"
        if own_id and not profile.unique:
            if fit.table in {"actor", "neighbourhood"}:
                draft.distinct = True
            else:
                count = str(profile.filled - profile.distinct)
                rule.questions.append(self.say("not_unique", column=profile.heading, count=count))
                rule.body = {"row_number": True, "prefix": "row-"}
                self.used.discard(profile.heading)
        elif place.target.startswith("attr_"):
            self.forming.attribute(draft, rule, profile)
        elif column.kind not in {"id", "ref"}:
            self.forming.form(draft, rule, column, profile)
        required = place.target in tables()[fit.table].required
        if required and profile.filled < profile.rows and "from" in rule.body and not profile.years:
            draft.keep.append((profile.heading, "filled", True, "reason_empty"))
        if profile.years and len(profile.years) < len(draft.years):
            rule.body["only"] = list(profile.years)
        elif draft.years and not profile.years and column.kind not in {"id", "ref", "text", "code"}:
            rule.questions.append(self.say("which_year"))
        draft.rules.append(rule)

    def shown(self, profile: Profile, sure: float | None = None) -> str:
        """How sure a place is, and what stands in the column as far as it may be shown."""
        rated = "" if sure is None else f"{sure:.2f}; "
        if profile.accounts or (self.of_people and plain(profile.heading) in _own_names()):
            return rated + self.say("people_id")
        if sure is None and plain(profile.heading) in _own_ids():
            # Of a row that nobody could place, nobody knows either whether it is somebody.
            return self.say("nothing_to_show")
        if profile.personal:
            return rated + self.say(f"people_{profile.personal}")
        if profile.long:
            return rated + self.say("long_texts")
        examples = " | ".join(profile.examples())
        return rated + (self.say("examples", examples=examples) if examples else self.say("nothing_to_show"))

    def _reference(self, rule: Rule, column: Column, fit: Fit, place: Place, before: list[Draft]) -> bool:
        """See to the rows that a column refers to; whether it can be filled at all."""
        profile = place.profile
        if column.refers_to == fit.table:
            own = fit.place("id")
            return own is not None and not self.source.outside(profile.heading, own.profile.heading)
        if column.refers_to not in _MADE:
            return False
        made = Draft(column.refers_to, [self.say("made", table=fit.table, column=rule.target)], distinct=True)
        rule_of_id = Rule("id", {"from": _source(profile)})
        if (fit.table, place.target) in PEOPLE:
            rule_of_id.body["pseudonym"] = "person"
        made.rules.append(rule_of_id)
        for target, constant in _MADE[column.refers_to].items():
            word = self.kind or constant if column.refers_to == "contribution" else constant
            made.rules.append(Rule(target, {"constant": word}))
        if column.refers_to == "neighbourhood":
            made.rules.append(Rule("name", {"from": _source(profile)}))
        if profile.filled < profile.rows:
            made.keep.append((profile.heading, "filled", True, "reason_empty"))
        before.append(made)
        return True

    def _other_attributes(self, draft: Draft) -> None:
        """What else divides people into a few groups may be an attribute of theirs."""
        for profile in self.source.profiles:
            name = "attr_" + re.sub(r"\W+", "_", "_".join(told(plain(profile.heading)))).strip("_")[:40]
            few = 1 < len(profile.words) <= 12 and not profile.personal
            if few and profile.heading not in self.used and name not in draft.targets:
                self.used.add(profile.heading)
                rule = Rule(name, {"from": _source(profile)}, [self.shown(profile, 0.5)])
                self.forming.attribute(draft, rule, profile)
                draft.rules.append(rule)

    def _title(self, draft: Draft, title: Place) -> None:
        """The title and the text of a contribution become its text."""
        heading = title.profile.heading
        self.used.add(heading)
        rule = next((rule for rule in draft.rules if rule.target == "text"), None)
        shown = self.shown(title.profile, title.sure)
        if rule is None:
            draft.rules.append(Rule("text", {"from": _source(title.profile)}, [shown]))
        else:
            body = str(rule.body["from"]).replace("{{", "{").replace("}}", "}")
            rule.body = {"join": [heading, body], "with": "\n"}
            rule.remarks.insert(0, shown)

    def _required(self, draft: Draft) -> None:
        """What the table requires and no column says."""
        required = tables()[draft.name].required
        for name in (*required, "kind") if draft.name == "contribution" else required:
            if name in draft.targets:
                continue
            if name == "id":
                draft.rules.append(Rule("id", {"row_number": True, "prefix": "row-"}, [self.say("by_row")]))
            elif has_default(draft.name, name):
                constant = {"contribution": self.kind or "proposal", "actor": "person"}.get(
                    draft.name, "other"
                )
                sure = draft.name == "contribution" and self.kind
                codes = ", ".join(tables()[draft.name].columns[name].codes)
                questions = [] if sure or draft.name == "actor" else [self.say("which_code", codes=codes)]
                draft.rules.append(Rule(name, {"constant": constant}, questions=questions))
            else:
                kind = tables()[draft.name].columns[name].kind
                draft.rules.append(Rule(name, {}, questions=[self.say("lacking", kind=kind)]))

    def _counts(self, draft: Draft, fit: Fit) -> None:
        """A row that nothing tells to be one contribution may count several."""
        if draft.name != "contribution" or fit.sure >= _ONE_A_ROW or "n" in draft.targets:
            return
        kind = next(
            (
                str(rule.body["constant"])
                for rule in draft.rules
                if rule.target == "kind" and "constant" in rule.body
            ),
            "",
        )
        if not kind:
            return
        names = {plain(word) for word in lists("words.toml")["counts"]}
        counts = [
            profile.heading
            for profile in self.source.profiles
            if profile.numbers and not profile.numbers.unit and plain(profile.heading) in names
        ]
        question = self.say("one_or_count", kind=kind)
        if counts:
            question += " " + self.say("perhaps_count", columns=", ".join(counts))
        draft.rules.append(Rule("n", {}, questions=[question]))

    def _rows_told_apart(self, draft: Draft) -> None:
        """What tells the rows of the table apart must differ from row to row."""
        key = tables()[draft.name].key
        by_target = {rule.target: str(rule.body.get("from", "")) for rule in draft.rules}
        numbered = any(rule.target in key and "row_number" in rule.body for rule in draft.rules)
        if "id" in key or not key or draft.distinct or numbered:
            return
        theirs = [by_target[name] for name in key if by_target.get(name)]
        plainly = [text.replace("{{", "{").replace("}}", "}") for text in theirs if "{name}" not in text]
        repeated = self.source.repeated(plainly)
        if not repeated:
            return
        if draft.name == "service_volume":
            question = self.say("rows_repeat", count=str(repeated), columns=", ".join(plainly))
            draft.rules = [rule for rule in draft.rules if rule.target != "site"]
            draft.rules.append(
                Rule("site", {"row_number": True, "prefix": "row-"}, [self.say("by_row")], [question])
            )
        else:
            draft.questions.append(self.say("rows_repeat", count=str(repeated), columns=", ".join(plainly)))

    def _totals(self, draft: Draft) -> None:
        """Rows that sum up the others are left out."""
        totals = {plain(word) for word in lists("words.toml")["totals"]}
        for profile in self.source.profiles:
            found = [cell for cell in profile.cells if plain(cell) in totals and profile.cells[cell] <= 2]
            if found and profile.heading in self.used:
                draft.keep.append((profile.heading, "is_not", found, "reason_total"))


def _own_ids() -> frozenset[str]:
    """What the column is called that tells each row from the others."""
    return frozenset(plain(word) for word in lists("headings.toml")["shared"]["id"])


def _own_names() -> frozenset[str]:
    names = lists("headings.toml")["neighbourhood"]["columns"]["name"]
    return _own_ids() | {plain(word) for word in names}


def _source(profile: Profile) -> str:
    """A heading as a mapping writes it, where braces stand for what a period says."""
    return profile.heading if profile.years else profile.heading.replace("{", "{{").replace("}", "}}")
