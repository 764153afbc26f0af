"""Walking in as someone: only where the demo is allowed, only as someone invented, only by a POST."""

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from commonplace.demo.models import Sowing


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def invented(ines, stick):
    Sowing.objects.create(person=ines, key="ines")
    return ines


def signed_in(client):
    return get_user(client).pk


def test_without_the_setting_there_is_no_such_page(client, settings, invented):
    settings.DEMO = False
    assert client.get(reverse("demo")).status_code == 404
    assert client.post(reverse("demo"), {"who": "ines"}).status_code == 404
    assert signed_in(client) is None


def test_nobody_is_walked_in_as_who_was_not_sown(client, demo, invented, hal):
    for who in ("hal", str(hal.pk), hal.name, "hal@example.org", "\x00"):
        assert client.post(reverse("demo"), {"who": who}).status_code == 404
    assert signed_in(client) is None


def test_looking_changes_nothing(client, demo, invented):
    assert client.get(reverse("demo"), {"who": "ines"}).status_code == 200
    assert client.head(reverse("demo"), {"who": "ines"}).status_code == 200
    assert signed_in(client) is None


def test_a_forged_form_walks_nobody_in(demo, invented):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("demo"), {"who": "ines"}).status_code == 403
    assert signed_in(strict) is None


def test_one_walks_in_and_out(client, demo, invented):
    assert client.post(reverse("demo"), {"who": "ines"}).url == reverse("home")
    assert signed_in(client) == invented.pk
    page = client.get(reverse("home")).content.decode()
    assert "in the demo" in page
    assert "Walk out" in page
    client.post(reverse("demo"))
    assert signed_in(client) is None


def test_the_banner_goes_with_the_setting(client, settings, demo, invented):
    client.post(reverse("demo"), {"who": "ines"})
    settings.DEMO = False
    assert "in the demo" not in client.get(reverse("home")).content.decode()


def test_whoever_signed_in_as_themselves_sees_no_banner(client, demo, invented):
    client.force_login(invented)
    assert "in the demo" not in client.get(reverse("home")).content.decode()


def test_the_front_door_offers_the_cast_in_the_demo_alone(client, settings, demo, invented):
    assert "Walk in as Inês" in client.get(reverse("home")).content.decode()
    settings.DEMO = False
    assert "Walk in as" not in client.get(reverse("home")).content.decode()
