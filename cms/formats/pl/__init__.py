"""Polish: „3 grudnia 2026”, „14:32”."""
