"""Texts that staff write in Polish and English, a column per language."""

from modeltranslation.translator import TranslationOptions, register

from grants.models import Call, ChecklistItem, Criterion


@register(Call)
class CallTexts(TranslationOptions):
    fields = ("title", "summary", "further_rules")


@register(Criterion)
class CriterionTexts(TranslationOptions):
    fields = ("title", "help")


@register(ChecklistItem)
class ChecklistItemTexts(TranslationOptions):
    fields = ("text",)
