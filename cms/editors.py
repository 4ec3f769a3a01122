"""Who may edit the site: whoever holds the role „editor” on any programme, as long as they hold it."""

from typing import Any

from django.contrib.auth.models import Group

from workflows.roles import roles_of

EDITORS = "editors"  # the Wagtail group
EDITOR = "editor"  # the role on a programme


def may_edit_site(user: Any) -> bool:
    """Tell whether `user` may open the page editor."""
    return bool(user.is_authenticated and (user.is_superuser or EDITOR in roles_of(user).names))


def keep_group(user: Any) -> None:
    """Put `user` into the editors' group or take them out of it, as their roles say.

    Wagtail reads groups only; asked at its door, it never knows less or more than the roles do.
    """
    if not user.is_authenticated or user.is_superuser:
        return
    group = Group.objects.get(name=EDITORS)
    is_in, should_be = user.groups.filter(pk=group.pk).exists(), may_edit_site(user)
    if should_be and not is_in:
        user.groups.add(group)
    elif is_in and not should_be:
        user.groups.remove(group)
