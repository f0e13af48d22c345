"""Codes, keys and sealed answers: nobody learns who answered what."""
