"""What follows from the journal: pure functions of what it knows and a day."""
