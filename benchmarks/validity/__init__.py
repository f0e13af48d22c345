"""Coverage of intervals, false concerns and power, by simulation of worlds whose truth is known."""
