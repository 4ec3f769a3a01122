"""Who hears of what, one module a thing."""
