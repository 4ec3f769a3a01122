"""Texts that staff write for the public, a column per language."""

from modeltranslation.translator import TranslationOptions, register

from programmes.models import Activity, Funder, GroupLetter, Indicator, Point, Programme


@register(Programme)
class ProgrammeTranslation(TranslationOptions):
    fields = ("title", "subtitle")


@register(Funder)
class FunderTranslation(TranslationOptions):
    fields = ("credit_line", "slogan")


@register(Point)
class PointTranslation(TranslationOptions):
    fields = ("text",)


@register(Activity)
class ActivityTranslation(TranslationOptions):
    fields = ("name",)


@register(Indicator)
class IndicatorTranslation(TranslationOptions):
    fields = ("name",)


@register(GroupLetter)
class GroupLetterTranslation(TranslationOptions):
    fields = ("subject", "body")
