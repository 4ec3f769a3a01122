"""The addresses of the installation; each room has its own below its name."""

from importlib.util import find_spec

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.views import health


def room(route: str, module: str) -> list[URLPattern | URLResolver]:
    spec = find_spec(module)
    return [path(route, include(module))] if spec and spec.origin else []


plain: list[URLPattern | URLResolver] = [
    path("healthz/", health.answer, name="health"),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("i18n/", include("django.conf.urls.i18n")),
]

in_each_language: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    *room("", "cms.panel_urls"),
    *room("", "workflows.urls"),
    *room("panel/people/", "people.urls"),
    *room("panel/programmes/", "programmes.urls"),
    *room("panel/", "reporting.urls"),
    *room("panel/finance/", "finance.urls"),
    *room("panel/activities/", "activities.urls"),
    *room("panel/mentoring/", "mentoring.urls"),
    *room("panel/grants/", "grants.urls"),
    *room("calls/", "grants.public_urls"),
    *room("", "activities.public_urls"),
    *room("mentoring/", "mentoring.public_urls"),
    *room("", "cms.public_urls"),
]

urlpatterns = [
    *plain,
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    *i18n_patterns(
        *in_each_language,
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
