"""What this room asks of the rooms above: which model serves a kind, how a count is counted, who was present.

The registries stand below the models, so that models may check names against them. Rooms fill them
at start-up from modules of their own: `kinds.py`, `counts.py`, `presences.py`.
"""
