"""What is to be said about an export: what it hides, what was left out, what stays open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from obverse.connectors.decidim import meetings, people, results, survey
from obverse.connectors.decidim.export import BEFORE, NOW, Export
from obverse.connectors.decidim.snapshots import changed_results
from obverse.connectors.decidim.themes import THEMED
from obverse.vocabulary.text import Text

_SHOWN = 12
_CHANGES = ("edited", "deleted", "hidden", "answered", "answer_edited", "state_changed")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reasons:
    table: str
    key: str
    count: int


class Remarks:
    """The remarks about one export that was read."""

    def __init__(
        self,
        say: Callable[..., Text],
        export: Export,
        *,
        as_areas: bool,
        decisions: frozenset[str],
        role: str,
    ) -> None:
        self.say = say
        self.export = export
        self.as_areas = as_areas
        self.decisions = decisions
        self.role = role

    @property
    def hides_votes(self) -> bool:
        """Whether numbers of votes are hidden on some rows."""
        return bool(self._count("SELECT count(*) FROM contribution WHERE support_observed = 'no'"))

    def notes(self, tables: Mapping[str, pa.Table]) -> list[Text]:
        """The notes, in the order of what they are about."""
        counted = {
            "votes_hidden": "SELECT count(*) FROM contribution WHERE support_observed = 'no'",
            "co_authors": "SELECT count(*) FROM all_proposals WHERE position(',' IN author_id) > 0",
            "official": "SELECT count(*) FROM contribution WHERE origin = 'official'",
            "comments_elsewhere": "SELECT count(*) FROM contribution WHERE id LIKE 'comment-%' AND kind = 'statement'",
            "in_review_with_answer": (
                "SELECT count(*) FROM all_proposals WHERE answered_at <> '' AND "
                "'proposal-' || id IN (SELECT id FROM contribution WHERE state IN ('open', 'evaluating'))"
            ),
            "badges": (
                "SELECT count(*) FROM now_users WHERE badge <> '' AND 'user-' || id IN (SELECT id FROM actor)"
            ),
            "blocked": "SELECT count(*) FROM now_moderated_users",
            "endorsers": "SELECT count(*) FROM all_proposals WHERE likers <> ''",
            "results_without_state": "SELECT count(*) FROM commitment WHERE state = ''",
            "attendees_unknown": "SELECT count(*) FROM event WHERE attendees = ''",
            "timeline_undated": "SELECT count(*) FROM milestone WHERE certainty = 'unknown'",
        }
        notes = []
        for key, query in counted.items():
            count = self._count(query)
            if count:
                notes.append(self.say(key, count=str(count)))
        notes += (
            self._absent() + self._money() + self._words() + self._scopes() + self._decided() + self._survey()
        )
        if self.export.compares:
            notes += self._compared(tables)
        return notes

    def left_out(self) -> dict[str, dict[Text, int]]:
        """The source's rows that gave none here, by table and reason."""
        found: dict[str, dict[Text, int]] = {}
        for reason in (
            _Reasons(table="actor", key="silent_account", count=people.silent_accounts(self.export)),
            _Reasons(table="event", key="withdrawn_meeting", count=meetings.withdrawn_meetings(self.export)),
            _Reasons(table="commitment", key="gathers", count=results.gathering_results(self.export)),
            _Reasons(table="commitment", key="untitled", count=results.untitled_results(self.export)),
            _Reasons(table="milestone", key="noted_afterwards", count=results.noted_afterwards(self.export)),
            _Reasons(table="contribution", key="other_hidden", count=self._other_hidden()),
        ):
            if reason.count:
                found.setdefault(reason.table, {})[self.say(reason.key)] = reason.count
        return found

    def _count(self, query: str) -> int:
        return self.export.count(query)

    def _other_hidden(self) -> int:
        return self._count("SELECT count(*) FROM now_moderations WHERE thing(reportable_type) = ''")

    def _absent(self) -> list[Text]:
        """Columns of which much depends, and that older versions do not write."""
        export = self.export
        absent = {
            "no_answer_dates": export.given("proposals") and not export.has("proposals", "answered_at"),
            "no_authors": export.given("proposals")
            and not export.has("proposals", "author_id", "author_name"),
            "no_selection": export.given("projects")
            and not export.has("projects", "selected_at", "selected"),
            "no_moderations": export.given("proposals") and not export.given("moderations"),
        }
        return [self.say(key) for key, holds in absent.items() if holds]

    def _money(self) -> list[Text]:
        """In which currency costs are is a question that no file answers; nor do budgets make one sum."""
        costs = self._count("SELECT count(*) FROM contribution WHERE cost <> ''")
        budgets = self._count(
            "SELECT count(DISTINCT (space, component, budget_id)) FROM all_projects WHERE budget_amount <> ''"
        )
        notes = [self.say("no_currency", count=str(costs))] if costs else []
        return notes + ([self.say("several_budgets", count=str(budgets))] if budgets > 1 else [])

    def _words(self) -> list[Text]:
        """Words for states that an installation made itself."""
        rows = self.export.rows(
            "SELECT state, code, count(*) FROM all_proposals LEFT JOIN state_words "
            "ON state_words.kind = 'proposal' AND word = token(state) "
            "WHERE state NOT IN ('', 'not_answered', 'evaluating', 'accepted', 'rejected', 'withdrawn') "
            "GROUP BY ALL ORDER BY ALL"
        )
        known = [f"{word} = {code} ({n})" for word, code, n in rows if code is not None]
        unknown = [f"{word} ({n})" for word, code, n in rows if code is None]
        notes = [self.say("states_known", words=", ".join(known[:_SHOWN]))] if known else []
        if unknown:
            first = unknown[0].rpartition(" (")[0]
            notes.append(self.say("states_unknown", words=", ".join(unknown[:_SHOWN]), first=first))
        return notes

    def _scopes(self) -> list[Text]:
        union = " UNION ALL ".join(
            f"SELECT label(scope) AS scope FROM all_{kind} WHERE label(scope) <> ''" for kind in THEMED
        )
        count = self._count(f"SELECT count(DISTINCT scope) FROM ({union})")
        if not count:
            return []
        return [self.say("scopes_are_areas" if self.as_areas else "scopes_unread", count=str(count))]

    def _decided(self) -> list[Text]:
        linked = results.linked_results(self.export)
        if linked and "results" not in self.decisions:
            return [self.say("links_unread", count=str(linked))]
        return [self.say("decisions_told")] if self.decisions else []

    def _survey(self) -> list[Text]:
        told = survey.tell_survey(self.export)
        if not told["respondents"]:
            return []
        counts = {name: str(count) for name, count in told.items()}
        notes = [] if self.role else [self.say("survey_unread", **counts)]
        return notes + ([self.say("same_origin", count=counts["shared"])] if told["shared"] else [])

    def _compared(self, tables: Mapping[str, pa.Table]) -> list[Text]:
        export = self.export
        found = tables.get("revision")
        counts = Counter([] if found is None else found.column("kind").to_pylist())
        seen = {"before": export.seen[BEFORE][:10], "after": export.seen[NOW][:10]}
        notes = [self.say("compared", **seen, **{kind: str(counts[kind]) for kind in _CHANGES})]
        changed = changed_results(export)
        if any(changed.values()):
            notes.append(self.say("results_changed", **{name: str(count) for name, count in changed.items()}))
        return notes
