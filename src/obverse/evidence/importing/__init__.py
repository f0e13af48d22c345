"""Taking the rows that a connector read into a dossier, as one change that happens wholly or not at all."""
