"""Questionnaires, their immutable versions, and what people answered."""

from .answers import AnswerSet, Conflict, Saved
from .questionnaire import Questionnaire, Version

__all__ = ["AnswerSet", "Conflict", "Questionnaire", "Saved", "Version"]
