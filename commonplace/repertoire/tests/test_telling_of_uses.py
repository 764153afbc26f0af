"""Programs, feeds and letters tell what came of what is kept as far as whoever told it allowed, and no further."""

from datetime import time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.digests import DIGEST_SECTIONS, Reader
from commonplace.communities.viewpoint import Viewpoint, look
from commonplace.people.mine import MINE
from commonplace.repertoire import shapes_of_uses
from commonplace.repertoire.actions.using import Account, say_what_was_done, tell_use
from commonplace.repertoire.models import How, Told

pytestmark = pytest.mark.django_db
LIST = "/api/v1/communities/stick/uses"


@pytest.fixture
def uses(card, tomasz, leila, hal):
    """One told under a name, one without, and harm that Hal alone is told of, with what he did about it."""
    said = [
        (leila, Account(How.HELPED, "Forty valves.", "Ridge Farm", "Larger boxes", Told.MEMBERS)),
        (tomasz, Account(How.NOTHING, "It tore.", told=Told.NAMELESS)),
        (tomasz, Account(How.HARM, "It flooded a cellar.", told=Told.STEWARD)),
    ]
    made = [tell_use(by=by, resource=card, account=account) for by, account in said]
    say_what_was_done(by=hal, use=made[2], words="Its face says so.")
    return made


def asked(client: Client, person) -> dict[str, tuple[str, str | None]]:
    """What programs of somebody are told: each text with how it ended, and by whom."""
    if person is not None:
        client.force_login(person)
    items = client.get(LIST).json()["items"]
    return {one["text"]: (one["how"], one["by"]["name"] if one["by"] else None) for one in items}


def test_programs_read_what_their_people_may(client: Client, uses, card, hal, rosa, tomasz) -> None:
    named, nameless = ("helped", "Leila Haddad"), ("nothing", None)
    assert asked(client, None) == {}
    assert asked(client, rosa) == {"Forty valves.": named, "It tore.": nameless}
    harm = ("harm", "Tomasz Wilk")
    assert asked(client, hal) == {"Forty valves.": named, "It tore.": nameless, "It flooded a cellar.": harm}
    assert asked(client, tomasz)["It tore."] == ("nothing", "Tomasz Wilk")
    newest = client.get(LIST).json()["items"][0]
    assert (newest["resource"], newest["told"], newest["remedy"]["words"]) == (card.pk, "steward", "Its face says so.")
    assert newest["url"].endswith(f"/repertoire/{card.pk}/#use-{uses[2].pk}")


def test_a_list_of_many_costs_no_more(client: Client, uses, card, rosa, tomasz, django_assert_max_num_queries) -> None:
    for _more in range(8):
        tell_use(by=tomasz, resource=card, account=Account(How.HELPED, told=Told.MEMBERS))
    client.force_login(rosa)
    with django_assert_max_num_queries(6):
        client.get(LIST)


def test_a_feed_tells_nobody_what_is_for_its_steward_alone(uses, hal) -> None:
    viewpoint = look(hal, "stick")
    told = shapes_of_uses.entries(list(shapes_of_uses.rows(viewpoint).order_by("-at")), viewpoint)
    assert [(one.byline.name, one.pk) for one in told] == [("A member", uses[1].pk), ("Leila Haddad", uses[0].pk)]
    assert "Ridge Farm" in told[1].html
    assert told[0].published.time() == time()


def letter(reader: Reader) -> dict[str, str]:
    """What a letter tells a reader of uses: the words of each, with whose they are."""
    section, now = DIGEST_SECTIONS["used"], timezone.now()
    keys = [one.key for one in section.candidates(reader.viewpoint.community, now - timedelta(days=1), now)]
    return {line.text: line.by for line in section.lines(reader, keys, now).values()}


def test_a_letter_tells_what_may_be_told_to_others(uses, stick, hal, stranger) -> None:
    everyone = {"“Forty valves.”": "Leila Haddad", "“It tore.”": "A member"}
    assert letter(Reader.everyone_inside(stick)) == everyone
    assert letter(Reader(look(hal, "stick"))) == everyone
    section, now = DIGEST_SECTIONS["used"], timezone.now()
    keys = [one.pk for one in uses]
    assert set(section.lines(Reader(look(hal, "stick")), keys, now)) == set(keys[:2])
    assert section.lines(Reader(Viewpoint(stranger, stick, None)), keys, now) == {}


def test_harm_comes_first_in_a_letter(uses, card, stick, leila) -> None:
    harm = tell_use(by=leila, resource=card, account=Account(How.HARM, "It burst.", told=Told.MEMBERS))
    tell_use(by=leila, resource=card, account=Account(How.HELPED, "Fine.", told=Told.MEMBERS))
    now = timezone.now()
    assert DIGEST_SECTIONS["used"].candidates(stick, now - timedelta(days=1), now)[0].key == harm.pk


def test_what_one_told_is_taken_along_with_what_was_done(uses, tomasz) -> None:
    told = list(MINE["uses_told"].told_to(tomasz))
    assert [(one["told"], one["remedy__words"]) for one in told] == [
        ("nameless", None),
        ("steward", "Its face says so."),
    ]
