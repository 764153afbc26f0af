"""A steward moves a chat in: looks at what would come, says where it goes, follows it, and finds the conversations."""

from __future__ import annotations

import json

from django.utils import timezone
from playwright.sync_api import expect

from commonplace.communities.models import Invitation, Space
from commonplace.letters.models import Letter
from commonplace.transfer.actions.handing_in_places import go_on_with_places
from commonplace.transfer.models import Listed

SAID = (
    ("Ada", "Has anyone had a valve that whistles?", 0),
    ("Bruno", "Ours did, until we turned the washer", 1),
    ("Cleo", "That helped here too", 2),
)
CHAT = {
    "name": "The well fitters",
    "type": "public_supergroup",
    "id": 77,
    "messages": [
        {
            "id": number,
            "type": "message",
            "date": "2021-02-12T08:00:00",
            "date_unixtime": str(1_613_116_800 + 60 * number),
            "from": name,
            "from_id": f"user{name}",
            "text": words,
            **({"reply_to_message_id": answers} if answers else {}),
        }
        for number, (name, words, answers) in enumerate(SAID, 1)
    ],
}
PEOPLE = (
    "Name,E-mail,Where you work,Birthday\nNour Aziz,nour@example.net,East Mill,1 May\n"
    "Enno Brand,enno@example.net,,2 May\n=1+1,lost at example,,\n"
)


def test_a_chat_is_looked_at_mapped_and_found(phone, walk_in, ines, stick, axe, no_sideways) -> None:
    walk_in(phone, ines)
    phone.goto("/c/stick/imports/")
    phone.get_by_label("Where it was said").select_option("telegram")
    phone.get_by_label("The archive").set_input_files(
        files=[{"name": "result.json", "mimeType": "application/json", "buffer": json.dumps(CHAT).encode()}]
    )
    phone.get_by_role("button", name="Bring it in").click()
    expect(phone.get_by_text("It is being looked through.")).to_be_visible()
    axe(phone)
    go_on_with_places(now=timezone.now())
    phone.get_by_role("link", name="Look again").click()
    expect(phone.get_by_text("Nothing of it is here before you say where it goes.")).to_be_visible()
    axe(phone)
    no_sideways(phone)
    phone.get_by_label("The well fitters").select_option("table")
    phone.get_by_role("button", name="Bring it in").click()
    expect(phone.get_by_text("It is moving in.", exact=True)).to_be_visible()
    axe(phone)
    go_on_with_places(now=timezone.now())
    phone.get_by_role("link", name="Look again").click()
    expect(phone.get_by_text("It has moved in.")).to_be_visible()
    axe(phone)
    with phone.expect_navigation():
        phone.get_by_role("link", name="The conversations that came").click()
    axe(phone)
    phone.locator(".entries a").first.click()
    expect(phone.get_by_text("Has anyone had a valve that whistles?").first).to_be_visible()
    expect(phone.get_by_text("Ours did, until we turned the washer").first).to_be_visible()
    assert Space.objects.filter(community=stick).count() == 1


def test_a_list_of_people_becomes_invitations(page, walk_in, ines, stick, axe, no_sideways) -> None:
    walk_in(page, ines)
    page.goto("/c/stick/imports/")
    with page.expect_navigation():
        page.get_by_role("link", name="A list of people").click()
    axe(page)
    page.get_by_label("The list").set_input_files(
        files=[{"name": "network.csv", "mimeType": "text/csv", "buffer": PEOPLE.encode()}]
    )
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("=1+1").first).to_be_visible()
    axe(page)
    no_sideways(page)
    page.get_by_label("Birthday").select_option("craft")
    page.get_by_role("button", name="Look again first").click()
    expect(page.get_by_text("East Mill · 1 May").first).to_be_visible()
    page.get_by_label("Birthday").select_option("")
    page.get_by_role("button", name="Take it so").click()
    expect(page.get_by_text("Nobody was written to.")).to_be_visible()
    axe(page)
    no_sideways(page)
    page.get_by_label("Nour Aziz").check()
    page.get_by_label("Your own words to them").fill("You mend looms as we mend wells.")
    page.get_by_role("button", name="Invite those who are ticked").click()
    expect(page.get_by_text("1 letter is on its way.")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("link", name="Mend").last.click()
    axe(page)
    page.get_by_label("Their name").fill("Lou Lost")
    page.get_by_label("Their mail address").fill("lou@example.net")
    page.get_by_role("button", name="Mend it").click()
    expect(page.get_by_label("Lou Lost")).to_be_visible()
    assert list(Letter.objects.values_list("to", flat=True)) == ["nour@example.net"]
    assert Invitation.objects.get().by == ines
    assert sorted(Listed.objects.values_list("name", flat=True)) == ["Enno Brand", "Lou Lost", "Nour Aziz"]
