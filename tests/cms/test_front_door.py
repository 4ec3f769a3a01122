import socket

import pytest
from django.test import Client

from tests.conftest import NetworkIsShut


def test_the_network_is_shut():
    with pytest.raises(NetworkIsShut):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


@pytest.mark.django_db
def test_health_answers_when_the_database_does(client: Client):
    response = client.get("/healthz/")

    assert response.status_code == 200
    assert response.content == b"ok"


@pytest.mark.django_db
def test_a_page_may_load_nothing_but_our_own_files(client: Client):
    policy = client.get("/healthz/")["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.django_db
def test_only_the_page_editor_has_the_looser_policy(client: Client):
    assert "unsafe-inline" in client.get("/cms/")["Content-Security-Policy"]
