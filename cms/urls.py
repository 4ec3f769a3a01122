"""The addresses of the installation; each room has its own below its name."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.views import health

plain: list[URLPattern | URLResolver] = [
    path("healthz/", health.answer, name="health"),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("i18n/", include("django.conf.urls.i18n")),
]

in_each_language: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("", include("cms.panel_urls")),
    path("", include("workflows.urls")),
    path("panel/people/", include("people.urls")),
    path("panel/programmes/", include("programmes.urls")),
    path("panel/", include("reporting.urls")),
    path("panel/forms/", include("questionnaires.urls")),
    path("panel/finance/", include("finance.urls")),
    path("panel/activities/", include("activities.urls")),
    path("panel/mentoring/", include("mentoring.urls")),
    path("panel/grants/", include("grants.urls")),
    path("calls/", include("grants.public_urls")),
    path("", include("activities.public_urls")),
    path("mentoring/", include("mentoring.public_urls")),
    path("", include("cms.public_urls")),
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
