"""How large the letters are: kept in a cookie of its own, set without JavaScript."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

TEXT_SIZES = ("m", "l", "xl")
TEXT_SIZE_COOKIE = "text_size"
A_YEAR = 365 * 24 * 60 * 60  # seconds


@require_POST
def set_text_size(request: HttpRequest) -> HttpResponse:
    """Remember the size in the field `size` (m, l, xl) and go back to `next` on this site.

    The cookie holds one of three words, no one can be told by it, and the switch would not work
    without it: strictly necessary, so no consent is asked.
    """
    following = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        following, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(following if safe else "/")
    size = request.POST.get("size", "")
    if size in TEXT_SIZES:
        response.set_cookie(
            TEXT_SIZE_COOKIE,
            size,
            max_age=A_YEAR,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    return response
