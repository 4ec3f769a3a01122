"""Pages of programmes' overviews and of reports."""
