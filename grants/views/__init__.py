"""Pages, one module a thing."""
