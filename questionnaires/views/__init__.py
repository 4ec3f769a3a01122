"""Pages on which staff write forms and see them as those who will fill them in."""
