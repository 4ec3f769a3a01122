"""Who sees whom: the registry that rooms above fill with the people of their programmes.

This room itself adds nothing: oneself and whom one entered are in `PersonQuerySet.visible_to`.
"""

from people.registries import Reach, reach

__all__ = ["Reach", "reach"]
