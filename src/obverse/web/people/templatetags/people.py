"""Fields of forms in our look, on our own pages and on those of allauth."""

from __future__ import annotations

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def plain(field: BoundField) -> SafeString:
    """The input of a field without words inside it: its label says already what it is for."""
    field.field.widget.attrs.pop("placeholder", None)
    return field.as_widget()
