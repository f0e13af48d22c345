"""Hostile files, written by a program at the moment they are needed: nothing of them lies in the repository."""
