"""What another community lends is read in its reader's language where it is said in it, and with its files."""

import pytest

from commonplace.communities.moderation.actions import hold
from commonplace.conversations.enclosures import Enclosure
from commonplace.files.actions import keep_bytes
from commonplace.repertoire.actions import changing, lending, translating
from commonplace.repertoire.actions.wording import Words
from commonplace.repertoire.models import Translation
from commonplace.repertoire.tests.conftest import CARD, HOW, page
from commonplace.repertoire.tests.test_translating import KARTA

pytestmark = pytest.mark.django_db
POLISH = {"accept-language": "pl"}


@pytest.fixture
def karta(lent, tomasz) -> Translation:
    """Hal's lent card, in Polish by Tomasz."""
    return translating.translate(by=tomasz, resource=lent, language="pl", words=KARTA, number=1)


def test_a_reader_meets_their_language_first_and_the_original_a_press_away(
    client, lent, karta, gas, stranger, django_assert_max_num_queries
) -> None:
    here = f"/c/gas/repertoire/lent/{lent.pk}/"
    client.force_login(stranger)
    assert f"{CARD.title}</h1>" in client.get(here).text
    client.get(here, headers=POLISH)
    with django_assert_max_num_queries(12):
        shown = client.get(here, headers=POLISH).text
    assert "Karta zasuwy</h1>" in shown
    assert "Wydrukuj na <em>grubym</em> papierze." in shown
    assert f'href="{here}?in=en"' in shown
    assert f"{CARD.title}</h1>" in client.get(f"{here}?in=en", headers=POLISH).text
    for shelf in ("/c/gas/repertoire/", "/c/gas/repertoire/lent/"):
        with django_assert_max_num_queries(12):
            assert "Karta zasuwy" in client.get(shelf, headers=POLISH).text
        assert "Karta zasuwy" not in client.get(shelf).text


def test_whoever_said_it_is_not_named_there(client, lent, karta, gas, tomasz, hal, stranger) -> None:
    here = f"/c/gas/repertoire/lent/{lent.pk}/?in=pl"
    shown = page(client, stranger, here)
    assert "A member said it in" in shown
    assert tomasz.name not in shown
    changing.change(by=hal, resource=lent, words=Words(CARD.title, CARD.good_for, {"how": f"{HOW}\n3. Look."}), on=1)
    shown = page(client, stranger, here)
    assert "The original has moved on since." in shown
    # Its revisions stay at home.
    assert "What became another in it" not in shown
    Translation.objects.update(drafted_by="translate.example")
    shown = page(client, stranger, here)
    assert "A machine’s draft, which no member has read." in shown
    assert tomasz.name not in shown
    assert "Put it right" not in shown


def test_it_goes_no_further_than_the_thing_itself(client, lent, karta, gas, ines, hal, stranger) -> None:
    seen = Translation.objects.lent_to
    assert [list(seen(one)) for one in (None, hal, stranger)] == [[], [], [karta]]
    hold(by=ines, kind="translation", object_id=karta.pk, community=lent.community, why="To see.")
    assert list(seen(stranger)) == []
    assert f"{CARD.title}</h1>" in page(client, stranger, f"/c/gas/repertoire/lent/{lent.pk}/?in=pl")
    assert list(Translation.objects.visible_to(stranger)) == []


def test_whoever_says_it_or_changes_it_knows_that_it_is_lent(client, card, gas, ines, hal) -> None:
    words = "It is lent: members of the other communities of this house may read it, too."
    pages = [f"/c/stick/repertoire/{card.pk}/{last}" for last in ("change", "again?in=pl")]
    assert [words in page(client, hal, one) for one in pages] == [False, False]
    client.force_login(ines)
    client.post("/c/stick/repertoire/arranging", {"lends": "yes"})
    lending.lend(by=hal, resource=card)
    assert [words in page(client, hal, one) for one in pages] == [True, True]


def test_its_files_stand_there_as_they_are_now(client, shelve, lent, gas, hal, stranger) -> None:
    sheet = keep_bytes(name="card.csv", data=b"valve,1\n")
    made = shelve(files=[Enclosure(sheet, sheet.name, "Valves by street")])
    lending.lend(by=hal, resource=made)
    shown = page(client, stranger, f"/c/gas/repertoire/lent/{made.pk}/")
    for words in (f"/files/kept/{sheet.pk}/card.csv", "Valves by street", sheet.sha256):
        assert words in shown
    assert "first version" not in shown


def test_they_are_taken_by_those_alone_who_may_see_it_there(client, shelve, lent, gas, hal, stranger, leila) -> None:
    sheet = keep_bytes(name="card.csv", data=b"valve,1\n")
    made = shelve(files=[Enclosure(sheet, sheet.name, "")])
    lending.lend(by=hal, resource=made)
    address = f"/files/kept/{sheet.pk}/card.csv"
    client.force_login(stranger)
    assert client.get(address).status_code == 200
    gas.modules = [one for one in gas.modules if one != "repertoire"]
    gas.save(update_fields=["modules"])
    assert client.get(address).status_code == 404
    assert page(client, stranger, f"/c/gas/repertoire/lent/{made.pk}/") == "404"
