"""What another community lends is used and made one's own, and keeps its credit when the door is closed."""

import itertools

import pytest

from commonplace.communities.models import Community
from commonplace.communities.spaces.actions import open_space
from commonplace.people.actions.erasing import erase
from commonplace.repertoire.actions import lending, using
from commonplace.repertoire.actions.adapting import TooWide
from commonplace.repertoire.actions.rights import NotTheirs
from commonplace.repertoire.actions.using import Account, tell_use
from commonplace.repertoire.lent_lines import TOLD_FOR, _rows
from commonplace.repertoire.models import Credit, How, Resource, Told, Use
from commonplace.repertoire.queries.lent import made_elsewhere
from commonplace.repertoire.tests.conftest import CARD, found_by, from_here, ours, page
from commonplace.transfer.community_in import bring_community
from commonplace.transfer.community_out import write_community

pytestmark = pytest.mark.django_db


def test_one_makes_ones_own_communitys_own_of_it_with_credit(client, lent, gas, leila, stranger) -> None:
    here = f"/c/gas/repertoire/lent/{lent.pk}/adapt"
    assert CARD.title in page(client, stranger, here)
    sent = {
        "what_changed": "For gas",
        "title": "Our valve card",
        "good_for": "",
        "part_how": "Fold it.",
        "space": "table",
        "idempotency_key": "a" * 32,
    }
    assert client.post(here, {**sent, "what_changed": ""}).status_code == 422
    for _twice in range(2):
        where = client.post(here, sent)["Location"]
    credit = Credit.objects.get()
    assert (credit.resource.url("gas"), credit.resource.community) == (where, gas)
    for who, way in ((stranger, "/c/gas/repertoire/lent"), (leila, "/c/stick/repertoire")):
        shown = page(client, who, where)
        for words in ("made out of", CARD.title, "The Listening Stick", f'href="{way}/{lent.pk}/"'):
            assert words in shown


def test_the_original_tells_of_it_those_alone_who_may_see_it(client, lent, gas, hal, stick, leila, stranger) -> None:
    made = ours(lent, stranger, gas)
    at_home = f"/c/stick/repertoire/{lent.pk}/"
    assert "Our valve card" not in page(client, hal, at_home)
    assert made_elsewhere(lent, from_here(hal, stick)) == []
    # Leila stands in both.
    shown = page(client, leila, at_home)
    assert "Our valve card" in shown
    assert "Gas at night" in shown
    assert f'href="{made.url("gas")}"' in shown


def test_its_keeper_hears_that_somebody_did(client, lent, gas, hal, tomasz, stick, stranger, now) -> None:
    ours(lent, stranger, gas)
    for person, count in ((hal, 1), (tomasz, 0)):
        assert _rows(person=person, communities=[stick.pk], since=now - TOLD_FOR).count() == count
    told = page(client, hal, "/c/stick/")
    assert "Another community made something out of it." in told
    assert "Gas at night" not in told


def test_what_was_made_stays_with_its_credit_when_the_door_closes(client, lent, gas, hal, stranger) -> None:
    made = ours(lent, stranger, gas)
    lending.take_home(by=hal, resource=lent)
    shown = page(client, stranger, made.url("gas"))
    assert CARD.title in shown
    assert "kept by" in shown
    assert f"/lent/{lent.pk}/" not in shown
    for last in ("", "adapt", "uses/new"):
        assert page(client, stranger, f"/c/gas/repertoire/lent/{lent.pk}/{last}") == "404"
    with pytest.raises(NotTheirs):
        ours(lent, stranger, gas)
    Resource.objects.filter(pk=lent.pk).delete()
    assert CARD.title in page(client, stranger, made.url("gas"))


def test_it_stands_no_further_than_it_was_lent(lent, gas, stranger, hal, stick) -> None:
    window = open_space(community=gas, slug="outlook", name="Outlook", visibility="public")
    with pytest.raises(TooWide):
        ours(lent, stranger, gas, space=window)
    with pytest.raises(NotTheirs):
        ours(lent, hal, gas)
    with pytest.raises(NotTheirs):
        ours(lent, stranger, stick)


def test_we_used_this(client, lent, gas, hal, tomasz, leila, amara, stranger) -> None:
    here = f"/c/gas/repertoire/lent/{lent.pk}/"
    client.force_login(stranger)
    said = {"how": "helped", "text": "It fitted gas taps.", "told": "members", "idempotency_key": "b" * 32}
    for _twice in range(2):
        assert client.post(f"{here}uses/new", said)["Location"] == f"{here}#uses"
    use = Use.objects.get()
    assert (use.used_in, use.person, use.told) == (gas, stranger, Told.MEMBERS)
    assert "It fitted gas taps." in page(client, leila, here)
    told = page(client, hal, f"/c/stick/repertoire/{lent.pk}/")
    for words in ("It fitted gas taps.", stranger.name, "Gas at night"):
        assert words in told
    assert f"/people/{stranger.pk}/" not in told
    Community.objects.filter(pk=gas.pk).update(visibility="private")
    told = page(client, hal, f"/c/stick/repertoire/{lent.pk}/")
    assert "another community of this house" in told
    assert "Gas at night" not in told


def test_one_takes_back_what_one_told_also_when_the_door_is_closed(client, lent, gas, hal, leila, stranger) -> None:
    use = tell_use(by=stranger, resource=lent, account=Account(How.HARM, "It tore.", told=Told.STEWARD), used_in=gas)
    here = f"/c/gas/repertoire/lent/{lent.pk}/uses/{use.pk}"
    assert "It tore." not in page(client, leila, f"/c/gas/repertoire/lent/{lent.pk}/")
    assert page(client, leila, here) == "404"
    lending.take_home(by=hal, resource=lent)
    shelf = page(client, stranger, "/c/gas/repertoire/lent/")
    assert here in shelf
    assert CARD.title not in shelf
    assert CARD.title not in page(client, stranger, here)
    assert client.post(here, {"take_back": "1"}).status_code == 302
    assert not Use.objects.exists()


def test_harm_that_was_done_elsewhere_is_told_and_answered(client, lent, gas, hal, stranger) -> None:
    use = tell_use(by=stranger, resource=lent, account=Account(How.HARM, "It tore.", told=Told.MEMBERS), used_in=gas)
    using.say_what_was_done(by=hal, use=use, words="Printed on cloth.")
    assert "Printed on cloth." in page(client, stranger, f"/c/gas/repertoire/lent/{lent.pk}/")


def test_it_is_lent_on_a_page_by_whoever_looks_after_it(client, card, gas, ines, hal, tomasz, stranger) -> None:
    here = f"/c/stick/repertoire/{card.pk}/lending"
    client.force_login(ines)
    client.post("/c/stick/repertoire/arranging", {"lends": "yes"})
    assert page(client, tomasz, here) == "403"
    assert "Lend it" in page(client, hal, here)
    client.post(here)
    assert found_by(stranger, gas) == [card.pk]
    assert "It is lent" in page(client, tomasz, f"/c/stick/repertoire/{card.pk}/")
    client.force_login(hal)
    client.post(here, {"take_home": "1"})
    assert found_by(stranger, gas) == []


def test_a_credit_moves_to_another_house_and_its_way_does_not(client, lent, gas, stranger, leila, tmp_path) -> None:
    ours(lent, stranger, gas)
    tell_use(by=stranger, resource=lent, account=Account(How.HELPED, "It fitted."), used_in=gas)
    for community, slug in ((gas, "gas-there"), (lent.community, "stick-there")):
        write_community(community, tmp_path / f"{slug}.zip")
        came = bring_community(path=tmp_path / f"{slug}.zip", slug=slug)
        assert dict(came.left_out) == {}
    (there,) = Credit.objects.filter(resource__community__slug="gas-there")
    assert (there.title, there.kept_in, there.changed, there.parent) == (
        CARD.title,
        "The Listening Stick",
        "For gas",
        None,
    )
    # What is lent here is not lent there, and what another community told stays.
    moved = Resource.objects.get(community__slug="stick-there")
    assert (hasattr(moved, "lending"), moved.uses.count()) == (False, 0)


def test_a_title_that_was_withdrawn_goes_from_the_credit_and_so_do_the_words_of_whoever_made_it(
    lent, gas, hal, stranger
) -> None:
    ours(lent, stranger, gas)
    erase(person=hal, withdraw=True)
    credit = Credit.objects.get()
    assert (credit.title, credit.changed) == ("Something whose words were withdrawn", "For gas")
    erase(person=stranger, withdraw=True)
    credit.refresh_from_db()
    assert (credit.by, credit.changed) == (None, "")


def test_every_way_in_asks_who_looks(client, lent, gas, hal, stick) -> None:
    """Hal, who is no member of the other community, and whoever is signed out."""
    addresses = [
        f"/c/{slug}/repertoire/lent/{lent.pk}/{last}"
        for slug, last in itertools.product(("gas", "stick"), ("", "adapt", "uses/new"))
    ]
    assert [page(client, hal, address) for address in addresses] == ["404"] * 6
    client.logout()
    assert {client.get(address).status_code for address in addresses} == {302}
