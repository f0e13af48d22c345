"""What becomes due in this room: what is over for long need not be told any more."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from obverse.web.jobs.models import Job

_TOLD = dt.timedelta(days=30)


def ask_due_work() -> None:
    """Forget work that ended a month ago; what came of it stands where it belongs."""
    Job.objects.filter(ended_at__lt=timezone.now() - _TOLD).delete()
