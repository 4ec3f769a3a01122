"""For each address with a parameter: the object of the demo that it is asked about."""

from tests.contracts.world.access import Finder

OBJECTS: dict[str, Finder] = {}
