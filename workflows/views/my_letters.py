"""The page on which a person says how letters are to come."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views import generic

from workflows.choosing import choices_of, keep_choices
from workflows.forms import LettersForm
from workflows.models import Message
from workflows.topics import Topic


class MyLettersView(LoginRequiredMixin, generic.FormView[LettersForm]):
    """Each kind of letter: at once, once a day or not at all; what always comes, and why."""

    template_name = "workflows/my_letters.html"
    form_class = LettersForm
    success_url = reverse_lazy("workflows:my-letters")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Adds what holds now."""
        return {**super().get_form_kwargs(), "given": choices_of(self.request.user)}

    def form_valid(self, form: LettersForm) -> Any:
        """Keep the choice."""
        keep_choices(user=self.request.user, chosen=form.chosen())
        messages.success(self.request, _("Kept. Letters from now on come as you chose."))
        return super().form_valid(form)

    def form_invalid(self, form: LettersForm) -> Any:
        """Show what was chosen, with what is wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Adds the kind that always comes, the hour of the daily letter, and how much waits for it."""
        user: Any = self.request.user  # logged in, as the page asks
        return super().get_context_data(
            always=Topic.MUST,
            hour=settings.TANDEM_DAILY_LETTER_HOUR,
            gathered=Message.objects.filter(recipient=user).to_gather().count(),
            **given,
        )
