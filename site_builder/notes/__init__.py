"""One note alone: from its text to a typed entry, without looking at any other note."""
