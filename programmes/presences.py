"""Who was present when; a room contributes its facts here."""

from programmes.registries.presences import Presence, presences, register

__all__ = ["Presence", "presences", "register"]
