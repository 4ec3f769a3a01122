"""Which texts staff write in Polish and in English."""

from modeltranslation.translator import TranslationOptions, register

from .models import Edition, SelectionCriterion, Topic


@register(Edition)
class EditionTranslation(TranslationOptions):
    fields = ("title", "description", "mentee_call", "mentor_call", "agreement_text")


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("name",)


@register(SelectionCriterion)
class SelectionCriterionTranslation(TranslationOptions):
    fields = ("name",)
