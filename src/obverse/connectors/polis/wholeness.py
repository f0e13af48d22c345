"""Whether the files of an export hold all that it counts, and when its votes were cast."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence

import duckdb

from obverse.connectors.polis.moments import microseconds
from obverse.connectors.polis.parts import Export
from obverse.connectors.polis.sign import Fit
from obverse.vocabulary.text import Text

# Votes go on for years where nobody closes a conversation; what most of them show was there long before.
_MOST = 0.95
_TAIL_DAYS = 90


class Wholeness:
    """What the counts beside the votes say about them: those of ``summary.csv``, and ``fits`` of the others."""

    def __init__(
        self,
        say: Callable[..., Text],
        connection: duckdb.DuckDBPyConnection,
        export: Export,
        present: Sequence[str],
        fits: Sequence[Fit],
    ) -> None:
        self.say = say
        self.connection = connection
        self.export = export
        self.present = present
        # Votes of the interface are last votes, the counts beside them count what was taken back as well.
        self.fits = () if "votes" in export.interface else tuple(fits)

    def told(self) -> tuple[dict[str, str], list[Text]]:
        """Per table whether it is complete, and what is to be said about it.

        Nobody who came and did not vote or write stands in an export: actors are never complete.
        """
        said: list[Text] = []
        statements = self._as_summary("comments", "statements", "count(*)", "comments", said)
        self._as_summary("commenters", "authors", 'count(DISTINCT "author-id")', "comments", said)
        votes = self._as_summary("voters", "voters", 'count(DISTINCT "voter-id")', "votes", said)
        short = [fit for fit in self.fits if fit.short]
        said += [
            self.say(
                "votes_short",
                file=fit.file,
                votes=self.export.parts["votes"].name,
                short=str(fit.short),
                all=str(fit.lines),
            )
            for fit in short
        ]
        vote = "no" if short else "yes" if votes and self.fits else "unknown"
        return {"vote": vote, "contribution": "yes" if statements else "unknown", "actor": "no"}, said

    def tail(self) -> list[Text]:
        """That the last votes came long after nearly all of them, so that the audit may have to look from earlier."""
        if "votes" not in self.present:
            return []
        most, last = self._days(f"quantile_disc({microseconds()}, {_MOST}), max({microseconds()})")
        if most is None or last is None or (last - most).days <= _TAIL_DAYS:
            return []
        return [self.say("long_tail", most=most.isoformat(), last=last.isoformat())]

    def first_day(self) -> dt.date | None:
        """The day of the first vote; none where the last one is no date either."""
        if "votes" not in self.present:
            return None
        first, last = self._days(f"min({microseconds()}), max({microseconds()})")
        return first if last is not None else None

    def _days(self, asked: str) -> tuple[dt.date | None, ...]:
        found = self.connection.execute(f"SELECT {asked} FROM votes").fetchall()[0]
        began = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
        return tuple(
            None if moment is None else (began + dt.timedelta(microseconds=int(moment))).date()
            for moment in found
        )

    def _as_summary(self, key: str, words: str, counted: str, part: str, said: list[Text]) -> bool:
        """Whether a part holds as many as summary.csv counts; a difference is added to what is said."""
        told = self.export.summary.get(key, "").strip()
        if part not in self.present or not re.fullmatch(r"[0-9]{1,15}", told):
            return False
        found = int(self.connection.execute(f"SELECT {counted} FROM {part}").fetchall()[0][0])
        if found != int(told):
            what = self.say(words)
            english = self.say("counts_differ", told=told, what=what.en, found=str(found)).en
            french = self.say("counts_differ", told=told, what=what.fr, found=str(found)).fr
            said.append(Text(en=english, fr=french))
        return found >= int(told)
