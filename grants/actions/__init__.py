"""What touches several models, one module a thing."""
