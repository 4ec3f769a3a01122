"""Who sees whom, and what they do here: the registries that rooms above fill with the people of their programmes.

This room itself adds nothing: oneself and whom one entered are in `PersonQuerySet.visible_to`.
"""

from people.registries import Reach, Sight, Way, reach, sights

__all__ = ["Reach", "Sight", "Way", "reach", "sights"]
