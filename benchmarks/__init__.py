"""Benchmarks: what the program is worth in truth and, later, in speed."""
