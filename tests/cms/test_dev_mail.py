"""The kept mail of a development installation."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_kept_mail_stands_at_the_hour_of_the_reader(client, settings, tmp_path):
    settings.TANDEM_MAIL_FOLDER = tmp_path
    (tmp_path / "1.eml").write_text(
        "Subject: Kod\nTo: ala@example.org\nDate: Wed, 25 Nov 2026 17:47:00 -0000\n\nDzień dobry\n"
    )

    page = client.get(reverse("cms:dev-mail")).text

    assert "18:47" in page
