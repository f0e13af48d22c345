"""Kinds of work that exist in tests only."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from obverse.web.jobs import working
from obverse.web.jobs.models import Job
from obverse.web.jobs.working import Show, Work


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Work], None]:
    """Give a name to a kind of work, beside those that there are."""
    own = dict(working.kinds())
    monkeypatch.setattr(working, "kinds", lambda: own)
    return own.__setitem__


@pytest.fixture
def counted(kinds: Callable[[str, Work], None]) -> list[int]:
    """The numbers of the jobs of the kind ``count`` that were done, in their order."""
    done: list[int] = []

    def count(job: Job, _show: Show) -> dict[str, object]:
        done.append(job.pk)
        return {"place": len(done)}

    kinds("count", count)
    return done
