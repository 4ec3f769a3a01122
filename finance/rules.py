"""Who keeps and reads a programme's money."""

from programmes.rules import keeps_money, runs_programme

can_view = keeps_money

__all__ = ["can_view", "keeps_money", "runs_programme"]
