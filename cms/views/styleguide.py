"""The living page of components: every one drawn with words that a programme would really use."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.views import styleguide_samples as samples


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show all components; `?errors=1` shows the form the way it comes back with things to mend."""
    form = samples.wrong_form() if "errors" in request.GET else samples.SampleForm()
    return render(request, "styleguide/index.html", {"form": form, **samples.everything()})
