"""The only door from the workspace into the engine: what the engine offers, in the words of the workspace.

No other module of the workspace imports from the other rooms of Obverse; a contract checks it.
"""

from __future__ import annotations

from obverse.evidence.declarations import Column, Table, tables

__all__ = ["Column", "Table", "tables"]
