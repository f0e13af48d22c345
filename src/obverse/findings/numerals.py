"""How a number is printed in the reader's language."""

from __future__ import annotations

from functools import cache

from babel.numbers import format_decimal, get_decimal_symbol, get_group_symbol

# above it a double has fewer than the decimals that are printed, and its digits depend on who prints them
_EXACT_UP_TO = 1e15


def printed(value: float, places: int, language: str) -> str:
    """A number that was rounded to ``places`` decimals, with these and its thousands apart, in the signs of a language.

    As ``babel.numbers.format_decimal`` prints it with the pattern ``#,##0.00``, for the languages that group by
    three digits; a report prints some ten thousand numbers, and Babel reads pattern and language anew for each.

    >>> printed(1234567.5, 2, "en"), printed(-0.1, 2, "fr")
    ('1,234,567.50', '-0,10')

    Source: signs of the Unicode CLDR, as Babel holds them.
    """
    if abs(value) * 10**places >= _EXACT_UP_TO:
        return format_decimal(value, "#,##0" + ("." + "0" * places if places else ""), locale=language)
    return f"{value:,.{places}f}".translate(_signs(language))


@cache
def _signs(language: str) -> dict[int, str]:
    return {ord(","): get_group_symbol(language), ord("."): get_decimal_symbol(language)}
