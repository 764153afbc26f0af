"""The page of mail addresses offers only what can be done."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from commonplace.people.queries import address_for_letters, confirmed_addresses

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


def test_letters_go_to_the_main_address_whichever_was_first(someone):
    hal = someone("Hal Brennan")
    main = EmailAddress.objects.create(user=hal, email="late@example.org", verified=True, primary=False)
    assert confirmed_addresses(hal) == ["hal@example.org", "late@example.org"]
    EmailAddress.objects.filter(user=hal).update(primary=False)
    EmailAddress.objects.filter(pk=main.pk).update(primary=True)
    assert confirmed_addresses(hal) == ["late@example.org", "hal@example.org"]
    assert address_for_letters(hal) == "late@example.org"
