"""For whoever watches the installation: is it up, and does it reach its database?"""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def answer(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers; the error handler turns anything else into 500."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
