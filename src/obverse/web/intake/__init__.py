"""Bringing in exports through the program's connectors, and composing dossiers from what is kept here."""
