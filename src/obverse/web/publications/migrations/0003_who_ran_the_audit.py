"""Who ran an audit is written beside its publications."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def tell(apps: Any, _: Any) -> None:
    """Write beside each publication who ran the audit behind it."""
    publications = apps.get_model("publications", "Publication")
    for publication in publications.objects.select_related("audit").iterator():
        publications.objects.filter(pk=publication.pk).update(audited_by=publication.audit.by)


class Migration(migrations.Migration):
    """After the column, what it says."""

    dependencies = [("publications", "0002_who_signed_as_what")]
    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
