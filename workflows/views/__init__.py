"""Bases for the pages of the rooms, and the engine's own pages."""

from .moves import MoveView
from .objects import ListView, ObjectView

__all__ = ["ListView", "MoveView", "ObjectView"]
