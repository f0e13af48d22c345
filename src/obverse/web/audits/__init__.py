"""Thresholds, audits and what people make of them: reports as pages, counter-statements, measures."""
