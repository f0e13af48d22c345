"""The queries that turn the rows of a source into rows of evidence, and the cells that cannot be turned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from obverse.connectors.mapping.declaration import ColumnRule, Condition, FileForm, TableRule
from obverse.evidence.importing.extract import ROW
from obverse.evidence.importing.stored import literal
from obverse.evidence.reading import ROW as ROW_IN_FILE
from obverse.evidence.typed_cells import quoted

_NUMBER = "-?[0-9]+(\\.[0-9]+)?"
_ISO = {"dates": "%Y-%m-%d", "moments": "%Y-%m-%dT%H:%M:%SZ"}


@dataclass(frozen=True, slots=True)
class Trap:
    """A cell that may not be what a column needs: when it is not, what it says, and how to tell."""

    kind: str
    column: str
    wrong: str
    shown: str
    details: tuple[tuple[str, str], ...] = ()
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A column's expression, and the traps in which its source may be caught."""

    expression: str
    traps: tuple[Trap, ...] = ()


def source_query(form: FileForm, columns: Sequence[str]) -> str:
    """The source with its cells as they are meant: trimmed if so declared, words for nothing made empty."""
    words = ", ".join(literal(word) for word in form.empty)
    cells = []
    for column in columns:
        cell = f"trim({quoted(column)})" if form.trim else quoted(column)
        cells.append((f"CASE WHEN {cell} IN ({words}) THEN '' ELSE {cell} END" if words else cell, column))
    listed = ", ".join(f"{cell} AS {quoted(column)}" for cell, column in cells)
    return f"SELECT {ROW_IN_FILE}, {listed} FROM arriving"


def variants(rule: TableRule) -> list[tuple[Mapping[str, str], str]]:
    """The ways in which each source row is read: the period, and the column that is unpivoted (empty for none)."""
    columns = rule.unpivot.columns if rule.unpivot else ("",)
    return [(period, column) for period in rule.periods or ({},) for column in columns]


def variant_source(rule: TableRule, column: str) -> str:
    """The source with the unpivoted column's name and cell beside the others."""
    if rule.unpivot is None:
        return "source"
    heading, cell = quoted(rule.unpivot.heading), quoted(rule.unpivot.cell)
    return f"(SELECT source.*, {literal(column)} AS {heading}, {quoted(column)} AS {cell} FROM source)"


def cell_of(rule: ColumnRule, period: Mapping[str, str], form: FileForm) -> Cell:
    """The expression for one column in one period."""
    if rule.only and period.get("name") not in rule.only:
        return Cell("''")
    if rule.constant is not None:
        return Cell(literal(rule.constant.format_map(period)))
    if rule.row_number:
        number = f"CAST({ROW_IN_FILE} - {form.header_row} AS INTEGER)"
        return _framed(Cell(f"printf('%0{max(rule.digits, 1)}d', {number})"), rule, period)
    if rule.join:
        listed = ", ".join(quoted(column) for column in rule.join)
        filled = f"list_filter([{listed}], lambda part: part <> '')"
        return _framed(Cell(f"array_to_string({filled}, {literal(rule.separator)})"), rule, period)
    column = rule.source.format_map(period)
    cell = _emptied(quoted(column), rule)
    if rule.minus:
        return _framed(_difference(cell, column, rule, period), rule, period)
    return _framed(_turned(cell, column, rule, true_dates=form.format == "xlsx"), rule, period)


def _emptied(cell: str, rule: ColumnRule) -> str:
    if not rule.empty:
        return cell
    return f"CASE WHEN {cell} IN ({', '.join(literal(word) for word in rule.empty)}) THEN '' ELSE {cell} END"


def _framed(cell: Cell, rule: ColumnRule, period: Mapping[str, str]) -> Cell:
    """Digits, prefix and suffix around a cell that is not empty."""
    text = cell.expression
    if rule.digits and not rule.row_number:
        padded = f"lpad({text}, CAST(greatest({rule.digits}, length({text})) AS INTEGER), '0')"
        text = f"CASE WHEN ({text}) = '' THEN '' ELSE {padded} END"
    before, after = rule.prefix.format_map(period), rule.suffix.format_map(period)
    if before or after:
        text = f"CASE WHEN ({text}) = '' THEN '' ELSE {literal(before)} || ({text}) || {literal(after)} END"
    return Cell(text, cell.traps)


def _turned(cell: str, column: str, rule: ColumnRule, *, true_dates: bool) -> Cell:
    """A cell through its code table, date formats or way of writing numbers."""
    if rule.codes is not None:
        pairs = " ".join(
            f"WHEN {literal(theirs)} THEN {literal(ours)}" for theirs, ours in rule.codes.items()
        )
        known = ", ".join(literal(theirs) for theirs in (*rule.codes, ""))
        turned = f"CASE {cell} {pairs} ELSE '' END" if pairs else "''"
        wrong = f"{cell} NOT IN ({known})"
        trap = Trap(
            "unknown_source_value", column, wrong, cell, (("target", rule.target),), tuple(rule.codes)
        )
        return Cell(turned, (trap,))
    if rule.dates or rule.moments:
        return _date(cell, column, rule, true_dates=true_dates)
    if rule.decimal or rule.thousands or rule.unit or rule.whole:
        number = _number(cell, rule)
        return Cell(number, (_not_a_number(cell, number, column),))
    return Cell(cell)


def _date(cell: str, column: str, rule: ColumnRule, *, true_dates: bool) -> Cell:
    kind = "dates" if rule.dates else "moments"
    formats = rule.dates or rule.moments
    # A cell of a workbook that is a true date arrives in our form, whatever the texts beside it look like.
    understood = (*formats, *(_ISO.values() if true_dates else ()))
    moment = f"try_strptime({cell}, [{', '.join(literal(form) for form in understood)}])"
    universal = moment
    if rule.zone and kind == "moments":
        universal = f"timezone('UTC', timezone({literal(rule.zone)}, {moment}))"
    turned = f"COALESCE(strftime({universal}, '{_ISO[kind]}'), '')"
    wrong = f"({cell}) <> '' AND {moment} IS NULL"
    return Cell(turned, (Trap("not_in_formats", column, wrong, cell, (("formats", ", ".join(formats)),)),))


def _number(cell: str, rule: ColumnRule) -> str:
    text = cell
    if rule.unit:
        # Between a number and its sign stand spaces that do not break lines.
        text = f"trim(replace({text}, {literal(rule.unit)}, ''), ' \u00a0\u202f')"
    if rule.thousands:
        text = f"replace({text}, {literal(rule.thousands)}, '')"
    if rule.decimal and rule.decimal != ".":
        text = f"replace({text}, {literal(rule.decimal)}, '.')"
    if rule.whole:
        text = f"regexp_replace({text}, '\\.0+$', '')"
    return text


def _not_a_number(cell: str, number: str, column: str) -> Trap:
    wrong = f"({cell}) <> '' AND NOT regexp_full_match({number}, '{_NUMBER}')"
    return Trap("not_a_source_number", column, wrong, cell)


def _difference(cell: str, column: str, rule: ColumnRule, period: Mapping[str, str]) -> Cell:
    other_column = rule.minus.format_map(period)
    other = _emptied(quoted(other_column), rule)
    first, second = _number(cell, rule), _number(other, rule)
    exact = f"TRY_CAST({first} AS DECIMAL(38, 9)) - TRY_CAST({second} AS DECIMAL(38, 9))"
    text = f"rtrim(rtrim(CAST({exact} AS VARCHAR), '0'), '.')"
    both = f"({cell}) <> '' AND ({other}) <> ''"
    traps = (_not_a_number(cell, first, column), _not_a_number(other, second, other_column))
    return Cell(f"CASE WHEN {both} THEN COALESCE({text}, '') ELSE '' END", traps)


def reason_number(conditions: Sequence[Condition], period: Mapping[str, str]) -> str:
    """The number of the first condition that a row does not meet; NULL where it meets all."""
    cases = []
    for number, condition in enumerate(conditions):
        cell = quoted(condition.column.format_map(period))
        if condition.filled is not None:
            cases.append(f"WHEN {cell} {'=' if condition.filled else '<>'} '' THEN {number}")
        if condition.among:
            cases.append(
                f"WHEN {cell} NOT IN ({', '.join(literal(w) for w in condition.among)}) THEN {number}"
            )
        if condition.not_among:
            cases.append(
                f"WHEN {cell} IN ({', '.join(literal(w) for w in condition.not_among)}) THEN {number}"
            )
    return f"CASE {' '.join(cases)} END" if cases else "NULL"


def named_columns(rule: TableRule) -> list[str]:
    """The source columns that a table's rules name, in all periods."""
    virtual = {rule.unpivot.heading, rule.unpivot.cell} if rule.unpivot else set()
    named: dict[str, None] = dict.fromkeys(rule.unpivot.columns if rule.unpivot else ())
    for period in rule.periods or ({},):
        for column in rule.columns:
            if column.only and period.get("name") not in column.only:
                continue
            for text in (column.source, column.minus):
                named.update(dict.fromkeys([text.format_map(period)] if text else []))
            named.update(dict.fromkeys(column.join))
        named.update(dict.fromkeys(condition.column.format_map(period) for condition in rule.keep))
    return [name for name in named if name not in virtual]


def distinct_query(columns: Sequence[str], relation: str) -> str:
    """Equal rows as one, which stands where the first of them stands."""
    names = ", ".join(quoted(name) for name in columns)
    return f"SELECT {names}, min({ROW}) AS {ROW} FROM {relation} GROUP BY {names} ORDER BY {ROW}"
