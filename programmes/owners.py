"""A programme owns forms: those who run it write them."""

from django.utils.translation import gettext_lazy as _

from programmes.models import Programme
from programmes.rules import runs_programme
from questionnaires.registries import OwnerKind, owners

owners.add(
    "programmes.Programme",
    OwnerKind(
        label=_("programme"),
        model=Programme,
        run_by=Programme.objects.run_by,
        may=runs_programme,
    ),
)
