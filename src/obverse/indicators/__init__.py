"""Which rows, then what number: one folder an indicator, found by walking the rooms."""
