"""Which texts staff write in Polish and in English."""

from modeltranslation.translator import TranslationOptions, register

from .models import Event, Stop, StudyVisit, VisitCriterion


@register(Event)
class GatheringTranslation(TranslationOptions):
    fields: tuple[str, ...] = ("title", "description")


@register(StudyVisit)
class StudyVisitTranslation(TranslationOptions):
    fields = ("title", "description", "take_along")


@register(Stop)
class StopTranslation(TranslationOptions):
    fields = ("title",)


@register(VisitCriterion)
class CriterionTranslation(TranslationOptions):
    fields = ("name",)
