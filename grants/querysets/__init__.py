"""Sets of one model, with who may see them, one module a thing."""
