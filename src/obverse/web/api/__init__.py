"""For programs: published reports to read, evidence to push, and the access keys with which they may."""
