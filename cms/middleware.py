"""Around every request: when it arrived, what the browser may load, whether staff are sure."""

import uuid
from collections.abc import Callable

import structlog
from allauth.mfa.utils import is_mfa_enabled
from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cms.editors import keep_group
from people.rules import works_in_office
from programmes.models import Programme
from workflows import clock

Handler = Callable[[HttpRequest], HttpResponse]


class RequestContext:
    """Note when a request arrived and give it an id that its log lines carry.

    A deadline compares the arrival, never the moment at which a slow page got round to asking.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.arrived_at = clock.now()  # type: ignore[attr-defined]
        request_id = uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        response = self.get_response(request)
        response["X-Request-Id"] = request_id
        return response


class PageEditorPolicy:
    """Send the looser content policy inside the page editor, where Wagtail writes inline code."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(settings.PAGE_EDITOR_PREFIXES):
            response.setdefault(HEADER, build_policy(config=settings.PAGE_EDITOR_POLICY))
        return response


class StaffSecondFactor:
    """With TANDEM_STAFF_MFA on, lead staff without a second factor to the page that sets it up."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.TANDEM_STAFF_MFA and self.must_set_up(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    @staticmethod
    def must_set_up(request: HttpRequest) -> bool:
        """Say whether this person opens the workspace or the page editor without a second factor."""
        guarded = request.path_info.removeprefix("/en").startswith(("/panel/", "/cms/", "/files/"))
        if not guarded or not request.user.is_authenticated:
            return False
        staff = request.user.is_staff or works_in_office(request.user, None)
        return staff and not is_mfa_enabled(request.user)


class EditorsDoor:
    """Let those who hold the role „editor” into the page editor, and nobody whose role has ended."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(settings.PAGE_EDITOR_PREFIXES):
            keep_group(request.user)
        return self.get_response(request)


class FirstDay:
    """Lead an administrator of an installation without any programme to the first steps.

    Only the workspace's door asks: whoever goes elsewhere on purpose gets there.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        door = reverse("workflows:inbox")
        at_door = request.path_info == door and request.user.is_superuser
        if at_door and not Programme.objects.exists():
            return redirect("cms:first-steps")
        return self.get_response(request)
