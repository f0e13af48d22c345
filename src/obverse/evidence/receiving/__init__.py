"""Files that strangers send: looked at before anything reads them, read within limits, told apart by their headings."""
