"""Ways in which an export is damaged, changed or dressed up before it reaches us."""
