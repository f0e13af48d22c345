"""Ways in: one folder for each platform whose records a dossier can be made from."""
