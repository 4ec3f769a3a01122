"""Texts of this room that staff write in both languages: a column per language."""

from modeltranslation.translator import TranslationOptions, register

from people.models import ConsentClause


@register(ConsentClause)
class ConsentClauseTranslation(TranslationOptions):
    fields = ("title", "text")
