"""Browsers that say when something waits, in the pages: added, listed, ended, and where the operator allows none."""

import pytest
from django.test import Client
from django.urls import reverse

from commonplace.attention.models import PushDevice
from commonplace.attention.push import public_key

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("allowed"),
    pytest.mark.allow_hosts(["127.0.0.1"]),
]


def test_a_browser_is_added_listed_and_ended(client: Client, maker, hal, rosa):
    client.force_login(hal)
    page = client.get(reverse("my_attention")).text
    assert f'data-push="{public_key()}"' in page
    assert "Google, Mozilla, Apple, Microsoft" in page
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
    page = client.post(reverse("push_device"), maker.device(), headers={"User-Agent": firefox}, follow=True).text
    assert "This browser tells you when something waits." in page
    assert "Firefox on Linux" in page
    # Where a device is reached is as good as a key to it: no page and no download says it.
    assert maker.origin not in page
    assert maker.origin not in b"".join(client.get("/me/everything").streaming_content).decode()
    device = PushDevice.objects.get()
    client.force_login(rosa)
    assert client.post(reverse("end_push_device", args=[device.pk])).status_code == 404
    client.force_login(hal)
    client.post(reverse("end_push_device", args=[device.pk]))
    assert not PushDevice.objects.exists()


def test_what_is_no_device_is_said(client: Client, hal):
    client.force_login(hal)
    page = client.post(reverse("push_device"), {"endpoint": "file:///etc/passwd"}, follow=True).text
    assert "This browser could not be reached." in page


def test_off_there_is_nothing_to_press(client: Client, device, hal, rosa, settings):
    settings.WEB_PUSH = False
    client.force_login(rosa)
    assert 'id="devices"' not in client.get(reverse("my_attention")).text
    client.force_login(hal)
    page = client.get(reverse("my_attention")).text
    assert "data-push" not in page
    assert "Tell me nothing there" in page


def test_the_worker_says_it_in_each_language(client: Client):
    script = client.get("/worker.js").text
    assert '"body": "Something waits for you."' in script
    assert '"lang": "pl"' in script
    assert 'addEventListener("push"' in script
    assert 'addEventListener("notificationclick"' in script
