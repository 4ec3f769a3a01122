"""The page editor wears our colours and leads back to the workspace."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from people.models import User


@hooks.register("insert_global_admin_css")
def wear_our_colours() -> SafeString:
    """Link the style sheet that turns the editor's purple into pine."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/editor.css"))


@hooks.register("register_admin_menu_item")
def lead_back() -> MenuItem:
    """Put the way back to the workspace first in the editor's menu."""
    return MenuItem(_("My workspace"), reverse("workflows:inbox"), icon_name="arrow-left", order=1)


@hooks.register("register_admin_menu_item")
def lead_to_calls() -> MenuItem:
    """Calls are set up in the workspace; whoever looks for them here is led there."""
    return MenuItem(_("Calls"), reverse("grants:call-list"), icon_name="form", order=2)


@hooks.register("before_create_user")
def enter_people_in_the_workspace(request: HttpRequest) -> HttpResponse:
    """Lead to the workspace: an account without a person behind it has no name there."""
    messages.info(request, _("Enter the person here, then invite them to log in."))
    return redirect("people:person-new")


@hooks.register("before_delete_user")
def never_delete_an_account(request: HttpRequest, user: User) -> HttpResponse:
    """Lead to the person: history names accounts, so they are closed and made nameless, never deleted."""
    messages.error(
        request, _("An account is never deleted; forget the name of the person instead.")
    )
    person = getattr(user, "person", None)
    return redirect(person.get_absolute_url() if person else reverse("people:people"))
