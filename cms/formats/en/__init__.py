"""English: the day first and 24 hours, for readers in Europe."""
