"""Texts that staff write for the public, a column per language."""

from modeltranslation.translator import TranslationOptions, register

from finance.models import BudgetLine


@register(BudgetLine)
class BudgetLineTranslation(TranslationOptions):
    fields = ("name",)
