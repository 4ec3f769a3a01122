"""All addresses there are, walked from the root."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

# Addresses that libraries bring, by their path: covered by the library's own rules, one line each.
LIBRARIES = {
    "account/": "allauth: log-in, sign-up, passwords, addresses, second factor; each for oneself",
    "_util/": "Wagtail: the password of a protected public page",
    "cms/": "Wagtail: its admin, for staff with the permission for what they open",
    "documents/": "Wagtail: published documents, as private as the collection they lie in",
    "^": "Wagtail: the public site's pages, as published",
}


@dataclass(frozen=True)
class Route:
    """One address: its name with its namespace, its path as patterns, its view."""

    name: str
    path: str
    pattern: URLPattern

    @property
    def is_of_a_library(self) -> bool:
        """Say whether it falls under one of LIBRARIES."""
        return self.path.startswith(tuple(LIBRARIES))


def routes(
    patterns: Iterable[URLPattern | URLResolver] | None = None,
    spaces: tuple[str, ...] = (),
    path: str = "",
) -> Iterator[Route]:
    """Walk all addresses."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        # the language prefix of i18n_patterns is empty or "en/": the same address either way
        here = path if isinstance(each.pattern, LocalePrefixPattern) else path + str(each.pattern)
        if isinstance(each, URLResolver):
            below = (*spaces, each.namespace) if each.namespace else spaces
            yield from routes(each.url_patterns, below, here)
        else:
            yield Route(":".join([*spaces, each.name or each.lookup_str]), here, each)


@cache
def our_routes() -> dict[str, Route]:
    """Return the addresses that need a line in TABLE, by name."""
    return {route.name: route for route in routes() if not route.is_of_a_library}
