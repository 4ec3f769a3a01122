"""Who may: one module a thing."""
