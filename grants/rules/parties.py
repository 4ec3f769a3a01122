"""Who may apply in a call."""

from django.db import models
from django.utils.translation import pgettext_lazy


class ApplicantKind(models.TextChoices):
    """In what capacity somebody applies; a call lists those it admits."""

    NGO = "ngo", pgettext_lazy("applicant", "a non-governmental organisation")
    INFORMAL_GROUP = "informal_group", pgettext_lazy("applicant", "an informal group of residents")
    INFORMAL_GROUP_WITH_PATRON = (
        "informal_group_with_patron",
        pgettext_lazy("applicant", "an informal group with a patron organisation"),
    )
    LOCAL_GOVERNMENT = "local_government", pgettext_lazy("applicant", "a local government")


GROUPS = frozenset({ApplicantKind.INFORMAL_GROUP, ApplicantKind.INFORMAL_GROUP_WITH_PATRON})
ORGANISATIONS = frozenset({ApplicantKind.NGO, ApplicantKind.LOCAL_GOVERNMENT})
SMALLEST_GROUP = 3  # persons; domain.md §2: an informal group has at least three adults
