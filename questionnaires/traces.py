"""What questionnaires hold about accounts; answers belong to whatever was answered about."""

from django.utils.translation import gettext_lazy as _

from people.traces import OnMerge, trace

trace(
    "questionnaires.Version.edited_by",
    _("questionnaires changed"),
    on_merge=OnMerge.STAYS,
)
trace(
    "questionnaires.Version.published_by",
    _("questionnaires published"),
    on_merge=OnMerge.STAYS,
)
