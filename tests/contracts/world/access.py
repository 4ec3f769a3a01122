"""How the access table is measured: an object for each address, one request for each role."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.contrib.messages import WARNING, get_messages
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse

from cms.access import VISITOR
from people.demo_accounts import DOMAIN
from people.models import User

Finder = Callable[[], Any]
REFUSED = {403, 404, 405, 409}


def account(name: str) -> User:
    """The demo's account of that name."""
    return User.objects.get(email=f"{name}@{DOMAIN}")


def first(label: str, **where: Any) -> Any:
    """The first such object of the demo, in the order it was made."""
    found = apps.get_model(label)._default_manager.filter(**where).order_by("pk").first()
    assert found is not None, f"The demo has no {label} with {where}."
    return found


def pk(label: str, **where: Any) -> Finder:
    return lambda: {"pk": first(label, **where).pk}


def code(label: str, **where: Any) -> Finder:
    return lambda: {"code": first(label, **where).code}


def browser_of(role: str) -> Client:
    """A browser of a visitor, or of the demo's account of that name."""
    client = Client(raise_request_exception=True)
    if role != VISITOR:
        client.force_login(account(role))
    return client


def methods(pattern: URLPattern) -> list[str]:
    """GET, POST, or both: what the view behind an address has a handler for."""
    view = getattr(pattern.callback, "view_class", None)
    if view is None:
        return ["GET", "POST"]
    # a POST on a form's page goes through its own handler; GET alone stays GET
    offered = {name.upper() for name in view.http_method_names if hasattr(view, name)}
    return [method for method in ("GET", "POST") if method in offered]


def address(route: str, kwargs: dict[str, Any]) -> str:
    """The address of `route` for the object that `kwargs` names."""
    try:
        return reverse(route, kwargs=kwargs)
    except NoReverseMatch as reason:
        raise AssertionError(f"{route} needs an object in OBJECTS: {reason}") from reason


def form_at(pattern: URLPattern, kwargs: dict[str, Any]) -> dict[str, Any]:
    """What a move's form carries: the version that whoever posts it would have seen, and a reason."""
    model = getattr(getattr(pattern.callback, "view_class", None), "model", None)
    named = {key: value for key, value in kwargs.items() if key in ("pk", "code")}
    if model is None or "move" not in kwargs:
        return {}
    version = model._default_manager.get(**named).version
    return {"version": version, "note": "Tak postanowiliśmy.", "reason": "Tak postanowiliśmy."}


def gets_through(client: Client, method: str, url: str, data: Any = None) -> bool:
    """Request `url`, undo whatever it did, and say whether the person got through."""
    with transaction.atomic():
        response = client.get(url) if method == "GET" else client.post(url, data or {})
        transaction.set_rollback(True)
    for close in response._resource_closers:  # response.close() would end the database as well
        close()
    client.cookies.pop("messages", None)  # what was told here is not told at the next address
    if response.status_code in (301, 302):
        # a refusal may lead back to the object's page with the reason as a message
        told = [message.level for message in get_messages(response.wsgi_request)]
        target = urlsplit(response["Location"]).path
        return "/account/login/" not in target and max(told, default=0) < WARNING
    if response.status_code == 409 and response.context:
        # whoever reads that somebody was faster may write here; an empty form has seen nothing
        return bool(getattr(response.context.get("form"), "came_too_late", False))
    return response.status_code not in REFUSED
