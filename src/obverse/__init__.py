"""Obverse: audits of co-creation and co-production, the bright side and the dark one.

>>> import obverse
>>> obverse.__version__
'0.1.0'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from obverse.auditing import audit
    from obverse.evidence.dossier import open_dossier as open  # noqa: A004 - the public name

__version__ = "0.1.0"
__all__ = ["audit", "open"]
_HOMES = {"audit": ("obverse.auditing", "audit"), "open": ("obverse.evidence.dossier", "open_dossier")}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'obverse' has no attribute {name!r}")
    # Heavy libraries are loaded when they are first needed, so that `obverse --help` answers at once.
    from importlib import import_module  # noqa: PLC0415 - see the line above

    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
