"""What templates can ask of people and of their forms."""
