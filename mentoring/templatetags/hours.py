"""Lengths of time on a page."""

from django import template

from mentoring.guards import to_the_minute

register = template.Library()
register.filter("to_the_minute", to_the_minute)
