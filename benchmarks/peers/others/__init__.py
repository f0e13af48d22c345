"""What the other libraries do, in their own environments; nothing here loads this project."""
