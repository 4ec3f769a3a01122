"""Template tags of this room: `{% demo_accounts as accounts %}` for the log-in page."""

from django import template
from django.utils.translation import pgettext_lazy

from people.demo_accounts import DemoAccount, offered
from people.numbers import phone_groups

register = template.Library()


@register.simple_tag
def demo_accounts() -> list[DemoAccount]:
    """Return the accounts to offer as buttons; empty outside demo mode."""
    return offered()


ROLE_NAMES = {
    "staff": pgettext_lazy("role", "staff"),
    "coordinator": pgettext_lazy("role", "coordinator"),
    "finance": pgettext_lazy("role", "finance"),
    "funder": pgettext_lazy("role", "funder"),
    "editor": pgettext_lazy("role", "editor"),
    "chair": pgettext_lazy("role", "chair of the committee"),
    "deputy": pgettext_lazy("role", "deputy chair"),
    "member": pgettext_lazy("role", "member of the committee"),
    "secretary": pgettext_lazy("role", "secretary of the committee"),
    "assessor": pgettext_lazy("role", "assessor"),
    "reserve": pgettext_lazy("role", "reserve assessor"),
    "co_author": pgettext_lazy("role", "co-author"),
    "patron": pgettext_lazy("role", "answers for the patron of a group"),
    "co_reader": pgettext_lazy("role", "reads a draft by invitation"),
    "mentor": pgettext_lazy("role", "mentor"),
    "mentee": pgettext_lazy("role", "mentee"),
}


register.filter("phone", phone_groups)


@register.filter
def role_name(role: str) -> str:
    """Return the name of a role for people; an unknown one as it is written."""
    return str(ROLE_NAMES.get(role, role))
