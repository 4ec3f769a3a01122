"""Template tags of this room: `{% demo_accounts as accounts %}` for the log-in page."""

from django import template

from people.demo_accounts import DemoAccount, offered

register = template.Library()


@register.simple_tag
def demo_accounts() -> list[DemoAccount]:
    """Return the accounts to offer as buttons; empty outside demo mode."""
    return offered()
