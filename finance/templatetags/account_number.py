"""How account numbers are written in templates."""

from django import template

from people.numbers import account_groups

register = template.Library()


@register.filter
def account_number(number: str) -> str:
    """The number in groups that the eye can compare."""
    return account_groups(number)
