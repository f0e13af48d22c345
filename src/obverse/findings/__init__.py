"""From a measured figure to a verdict: thresholds, gates, caps, rules per evil, and the words for them."""
