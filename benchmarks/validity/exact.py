"""Indicators whose verdicts rest on complete counts, so that chance has no part in them."""

EXACT = {
    "E6.1": "services counted in the register of reviewed cases; a reason that nobody noted leaves bounds",
    "E7.5a": "decisions counted with their dates; unknown dates leave bounds",
}
