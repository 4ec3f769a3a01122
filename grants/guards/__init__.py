"""Whether: facts about calls, applications and what follows, one module a thing."""
