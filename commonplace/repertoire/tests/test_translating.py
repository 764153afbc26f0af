"""A resource is said again in another language, beside the original, and says when the original has moved on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from commonplace.communities.moderation.actions.holding import hold
from commonplace.people.actions import erasing, register
from commonplace.repertoire.actions import changing, translating
from commonplace.repertoire.actions.rights import NotTheirs
from commonplace.repertoire.actions.shelving import arrange_shelf
from commonplace.repertoire.actions.wording import Words
from commonplace.repertoire.models import Resource, Translation
from commonplace.repertoire.tests.conftest import CARD, HOW
from commonplace.search.models import SearchEntry

pytestmark = pytest.mark.django_db
KARTA = Words("Karta zasuwy", "Dla dwojga, nocą.", {"how": "Wydrukuj na *grubym* papierze."})


@pytest.fixture
def karta(card: Resource, tomasz) -> Translation:
    """Hal's card, in Polish by Tomasz."""
    return translating.translate(by=tomasz, resource=card, language="pl", words=KARTA, number=1)


def found() -> set[str]:
    return set(SearchEntry.objects.filter(kind="translation").values_list("title", flat=True))


def test_a_reader_meets_their_language_first_and_the_original_a_press_away(
    client: Client, card: Resource, karta: Translation, leila
) -> None:
    here = card.url("stick")
    client.force_login(leila)
    assert "Gloves-on valve card</h1>" in client.get(here).text
    in_polish = client.get(here, headers={"accept-language": "pl"}).text
    assert "Karta zasuwy</h1>" in in_polish
    assert f'href="{here}?in=en"' in in_polish
    assert "Gloves-on valve card</h1>" in client.get(f"{here}?in=en", headers={"accept-language": "pl"}).text
    assert "Karta zasuwy" in client.get("/c/stick/repertoire/", headers={"accept-language": "pl"}).text
    assert "Karta zasuwy" not in client.get("/c/stick/repertoire/").text
    # Whoever speaks it and reads these pages in a third language meets it too.
    leila.languages = ["pl"]
    leila.save(update_fields=["languages"])
    card.language = "pt"
    card.save(update_fields=["language"])
    assert "Karta zasuwy</h1>" in client.get(here).text


def test_it_is_behind_once_the_original_moves_on(
    client: Client, card: Resource, karta: Translation, hal, tomasz
) -> None:
    changing.change(by=hal, resource=card, words=Words(CARD.title, CARD.good_for, {"how": f"{HOW}\n3. Look."}), on=1)
    client.force_login(tomasz)
    here = card.url("stick")
    page = client.get(f"{here}?in=pl").text
    assert "The original has moved on since." in page
    assert "behind the original" in client.get(f"{here}?in=en").text
    assert f"{here}revisions/2?since=1" in page
    assert "since revision 1" not in client.get(f"{here}revisions/2?since=1").text  # the one before, as ever
    assert "Look." in client.get(f"{here}again?in=pl").text
    sent = {"title": KARTA.title, "good_for": KARTA.good_for, "part_how": "Patrz.", "part_limits": ""}
    answer = client.post(f"{here}again?in=pl", {**sent, "number": "2", "over": "1"})
    assert answer["Location"] == f"{here}?in=pl"
    assert "The original has moved on since." not in client.get(f"{here}?in=pl").text
    assert found() == {"Karta zasuwy"}
    assert Translation.objects.count() == 2


def test_what_changed_between_any_two_revisions_is_shown(client: Client, card: Resource, hal) -> None:
    for number, word in ((1, "One."), (2, "Two.")):
        changing.change(by=hal, resource=card, words=Words(CARD.title, "", {"how": word}), on=number)
    client.force_login(hal)
    page = client.get(f"{card.url('stick')}revisions/3?since=1").text
    assert "What became another since revision 1" in page
    assert "<ins>Two" in page


def test_two_who_say_it_at_once_both_keep_their_words(
    client: Client, card: Resource, karta: Translation, leila
) -> None:
    client.force_login(leila)
    sent = {"title": "Karta dla rękawic", "good_for": "", "part_how": "Drukuj.", "part_limits": "", "number": "1"}
    answer = client.post(f"{card.url('stick')}again?in=pl", {**sent, "over": "0"})
    assert answer.status_code == 409
    assert "Karta dla rękawic" in answer.text
    assert "<del>Wydrukuj" in answer.text
    assert 'name="over" value="1"' in answer.text


def test_who_may(client: Client, card: Resource, karta: Translation, hal, amara, stranger) -> None:
    assert not Translation.objects.visible_to(stranger).exists()
    client.force_login(amara)
    for language, status in (("pl", 200), ("xx", 200), ("en", 200)):
        assert client.get(f"{card.url('stick')}again?in={language}").status_code == status
    with pytest.raises(translating.NoLanguage):
        translating.translate(by=hal, resource=card, language="en", words=KARTA, number=1)
    with pytest.raises(translating.TooManyEditions):
        translating.translate(by=hal, resource=card, language="pt", words=KARTA, number=9)
    nobody = register(name="Nobody", address="nobody@example.org", is_confirmed=True)
    with pytest.raises(NotTheirs):
        translating.translate(by=nobody, resource=card, language="pt", words=KARTA, number=1)
    # The same again, as when it is sent twice, is no edition.
    assert translating.translate(by=hal, resource=card, language="pl", words=KARTA, number=1) == karta


def test_a_held_one_is_hidden_like_any_content(client: Client, card, karta, ines, leila, tomasz) -> None:
    hold(by=ines, kind="translation", object_id=karta.pk, community=card.community, why="It names a street.")
    assert list(Translation.objects.visible_to(tomasz)) == [karta]
    assert not Translation.objects.visible_to(leila).exists()
    client.force_login(leila)
    assert "Karta zasuwy" not in client.get(f"{card.url('stick')}?in=pl").text
    assert "Karta" not in client.get("/search?q=zasuwy&kind=translation").text.partition("<main")[2].replace(
        "zasuwy", ""
    )


def test_what_is_missing_in_which_language(client: Client, card, karta, shelve: Callable[..., Resource], ines) -> None:
    shelve(words=Words("Another card", "", {"how": HOW}))
    arrange_shelf(by=ines, community=card.community, languages=["pl", "pt", "xx"])
    client.force_login(ines)
    page = client.get("/c/stick/repertoire/languages").text
    assert page.count("missing</span>") == 3
    missing = client.get("/c/stick/repertoire/languages?missing=pl").text
    assert ("Another card" in missing, "Gloves-on" in missing) == (True, False)
    client.post("/c/stick/repertoire/arranging", {"language_1": "pl"})
    assert "Portuguese" not in client.get("/c/stick/repertoire/languages").text


def test_a_page_asks_little(client: Client, card, karta, leila, django_assert_max_num_queries) -> None:
    client.force_login(leila)
    for address in (f"{card.url('stick')}?in=pl", "/c/stick/repertoire/languages", "/c/stick/repertoire/"):
        client.get(address)
        with django_assert_max_num_queries(12):
            client.get(address, headers={"accept-language": "pl"})


@pytest.mark.parametrize("withdraws", [True, False])
def test_whoever_goes_takes_what_they_said_along(card, karta, hal, tomasz, withdraws: bool) -> None:
    better = Words("Karta zasuwy", "Dla dwojga.", {"how": KARTA.parts["how"], "limits": "Nie na 300."})
    translating.translate(by=hal, resource=card, language="pl", words=better, number=1, over=1)
    erasing.erase(person=tomasz, withdraw=withdraws)
    latest = translating.latest_in(card, "pl")
    assert latest is not None
    said = translating.words_in(latest)
    if withdraws:
        assert (said.title, dict(said.parts)) == (CARD.title, {"limits": "Nie na 300."})
    else:
        assert said == better
        assert Translation.objects.filter(by=None).count() == 1


def test_what_was_withdrawn_stands_in_no_other_language(card, karta, hal) -> None:
    erasing.erase(person=hal, withdraw=True)
    assert not Translation.objects.exists()
    assert found() == set()
