"""What people can ask of us: a copy of what is stored about them, to leave, and that nothing is kept for too long."""
