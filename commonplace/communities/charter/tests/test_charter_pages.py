"""The charter's place on the about page, before there is one and after its first words."""

from commonplace.communities.charter.actions import revise_charter


def test_case_without_a_charter_is_not_shown_as_one(client, stick, ines):
    revise_charter(by=ines, community=stick, words={"why": "Water is lost in silence."}, summary="First")
    client.force_login(ines)
    page = client.get(f"/c/{stick.slug}/about").content.decode()
    assert "Water is lost in silence." in page
    assert "revision 1," not in page
    assert "Nobody has written the charter yet." in page


def test_first_revision_has_nothing_to_compare_with(client, stick, ines):
    revise_charter(by=ines, community=stick, words={"domain": "Water."}, summary="First")
    client.force_login(ines)
    page = client.get(f"/c/{stick.slug}/about").content.decode()
    assert "Compare" not in page
    assert "Read revision 1" in page
    assert "words that went" not in client.get(f"/c/{stick.slug}/charter/1").content.decode()
    revise_charter(by=ines, community=stick, words={"domain": "Water, heard."}, summary="Second")
    assert "Compare" in client.get(f"/c/{stick.slug}/about").content.decode()
