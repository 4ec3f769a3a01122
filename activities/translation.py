"""Which texts staff write in Polish and in English."""

from modeltranslation.translator import TranslationOptions, register

from .models import Event, Stop, StudyVisit, VisitCriterion


@register([Event, StudyVisit])
class GatheringTranslation(TranslationOptions):
    fields = ("title", "description")


@register(Stop)
class StopTranslation(TranslationOptions):
    fields = ("title",)


@register(VisitCriterion)
class CriterionTranslation(TranslationOptions):
    fields = ("name",)
