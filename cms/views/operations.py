"""Whether everything works, for those who run programmes; the whole installation, for administrators."""

from typing import Any

from django.views.generic import TemplateView

from cms import first_steps, operations
from workflows.views.mails import ForTheTeam


class Operations(ForTheTeam, TemplateView):
    template_name = "cms/operations.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what this person looks after; of the machine, the backup only to who administers it."""
        user = self.request.user
        return super().get_context_data(
            letters=operations.letters_of(user),
            scans=operations.scans_of(user),
            overdue=operations.overdue_of(user),
            worker_seen_at=operations.worker_seen_at(),
            worker_rests=operations.worker_rests(),
            newest_backup=first_steps.newest_backup() if user.is_superuser else None,
            backup_is_fresh=first_steps.backup_is_fresh() if user.is_superuser else None,
            **kwargs,
        )
