"""The page of mail addresses offers only what can be done."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

BUTTONS = ("action_primary", "action_send", "action_remove")


@pytest.mark.parametrize(
    ("addresses", "offered"),
    [
        ([("one@example.org", True)], []),
        ([("one@example.org", False)], ["action_send"]),
        ([("one@example.org", True), ("two@example.org", True)], ["action_primary", "action_remove"]),
        ([("one@example.org", True), ("two@example.org", False)], [*BUTTONS]),
    ],
)
def test_only_what_can_be_done_is_offered(client, hal, addresses, offered):
    EmailAddress.objects.filter(user=hal).delete()
    for email, verified in addresses:
        EmailAddress.objects.create(user=hal, email=email, verified=verified, primary=email.startswith("one"))
    client.force_login(hal)
    page = client.get(reverse("account_email")).content.decode()
    assert [name for name in BUTTONS if name in page] == offered
    assert "one@example.org" in page
