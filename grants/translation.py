"""Texts that staff write in Polish and English, a column per language."""

from modeltranslation.translator import TranslationOptions, register

from grants.models import (
    Call,
    CallQuestion,
    ChecklistItem,
    CostCategory,
    Criterion,
    CriterionGroup,
    InspectionItem,
    Track,
    WorkRate,
)


@register(Call)
class CallTexts(TranslationOptions):
    fields = ("title", "summary", "further_rules", "lot_seed_rule")


@register(Criterion)
class CriterionTexts(TranslationOptions):
    fields = ("title", "help")


@register(ChecklistItem)
class ChecklistItemTexts(TranslationOptions):
    fields = ("text",)


@register(InspectionItem)
class InspectionItemTexts(TranslationOptions):
    fields = ("text",)


@register(CriterionGroup)
class CriterionGroupTexts(TranslationOptions):
    fields = ("title",)


@register(Track)
class TrackTexts(TranslationOptions):
    fields = ("title",)


@register(CostCategory)
class CostCategoryTexts(TranslationOptions):
    fields = ("title",)


@register(WorkRate)
class WorkRateTexts(TranslationOptions):
    fields = ("title",)


@register(CallQuestion)
class CallQuestionTexts(TranslationOptions):
    fields = ("wording", "answer")
