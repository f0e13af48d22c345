"""The registers that people keep by hand: rows with their history, documents that prove them."""
