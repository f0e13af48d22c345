"""Safe counts: what may leave the program about people, and what a reader could work out from it."""
