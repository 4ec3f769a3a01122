"""The whole file of an application: one paper to read, one package with everything that was attached."""

from .collecting import Dossier, dossier_of
from .package import packed

__all__ = ["Dossier", "dossier_of", "packed"]
