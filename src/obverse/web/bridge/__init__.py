"""The only door from the workspace into the engine: what the engine offers, in the words of the workspace.

No other module of the workspace imports from the other rooms of Obverse; a contract checks it.
"""

from __future__ import annotations

from obverse.connectors.workbook.layout import empty_workbook
from obverse.connectors.workbook.names import codes_called, column_called, names, table_called
from obverse.connectors.workbook.words import words
from obverse.evidence.declarations import Column, Table, tables
from obverse.evidence.importing.stored import ROWS_IN_CSV
from obverse.reports.html.fragments import account_html, finding_html, indicator_html, marks_html
from obverse.reports.html.untrusted import visible
from obverse.vocabulary.text import LANGUAGES
from obverse.web.bridge.audits import Behind, Explanation, Gap, Readiness, audit, audit_in, explain, readiness
from obverse.web.bridge.called import (
    ColumnWords,
    TableWords,
    indicator_names,
    question_title,
    scale,
    served_by,
    shared_text,
    table_words,
    title_of,
)
from obverse.web.bridge.faults import Problem, Refused, check
from obverse.web.bridge.imports import (
    BroughtIn,
    bring_in,
    connectors,
    largest_upload,
    options_of,
    suggest_mapping,
)
from obverse.web.bridge.lines import Line, Measured, default_thresholds, measured
from obverse.web.bridge.registers import (
    WrongCell,
    columns_as_declared,
    declared_keys,
    facts_of,
    read_register,
    sheet_of,
    write_register,
    wrong_cells,
)

__all__ = [
    "LANGUAGES",
    "ROWS_IN_CSV",
    "Behind",
    "BroughtIn",
    "Column",
    "ColumnWords",
    "Explanation",
    "Gap",
    "Line",
    "Measured",
    "Problem",
    "Readiness",
    "Refused",
    "Table",
    "TableWords",
    "WrongCell",
    "account_html",
    "audit",
    "audit_in",
    "bring_in",
    "check",
    "codes_called",
    "column_called",
    "columns_as_declared",
    "connectors",
    "declared_keys",
    "default_thresholds",
    "empty_workbook",
    "explain",
    "facts_of",
    "finding_html",
    "indicator_html",
    "indicator_names",
    "largest_upload",
    "marks_html",
    "measured",
    "names",
    "options_of",
    "question_title",
    "read_register",
    "readiness",
    "scale",
    "served_by",
    "shared_text",
    "sheet_of",
    "suggest_mapping",
    "table_called",
    "table_words",
    "tables",
    "title_of",
    "visible",
    "words",
    "write_register",
    "wrong_cells",
]
