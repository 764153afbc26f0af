"""'I used this': who reads it, under which name, and what harm asks of whoever looks after it."""

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Deed
from commonplace.people.actions.erasing import erase
from commonplace.repertoire.actions import standing, tending, using
from commonplace.repertoire.actions.rights import NotTheirs
from commonplace.repertoire.actions.using import Account, say_what_was_done, take_back_use, tell_otherwise, tell_use
from commonplace.repertoire.models import How, Resource, Told, Use
from commonplace.repertoire.standing import State
from commonplace.repertoire.uses_lines import LINES

pytestmark = pytest.mark.django_db

SENT = {"how": "helped", "text": "Forty valves in two nights.", "where": "Ridge Farm", "changed": "", "told": "members"}


def tell(resource: Resource, by, *, how: str = "helped", text: str = "Forty valves.", told: str = "members", **more):
    return tell_use(by=by, resource=resource, account=Account(how, text, told=told, **more))


def readers(use: Use, *people) -> list[bool]:
    return [Use.objects.visible_to(one).filter(pk=use.pk).exists() for one in people]


def state(resource: Resource) -> str:
    return Resource.objects.with_state(timezone.localdate()).get(pk=resource.pk).state


def shown(client: Client, who, address: str) -> str:
    client.force_login(who)
    return " ".join(client.get(address).text.split())


def test_each_is_told_to_whom_its_teller_said(card, hal, tomasz, leila, rosa, stranger) -> None:
    everyone = (hal, tomasz, leila, rosa, stranger, None)
    inside = [True, True, True, True, False, False]
    assert readers(tell(card, tomasz), *everyone) == inside
    assert readers(tell(card, tomasz, told=Told.NAMELESS), *everyone) == inside
    assert readers(tell(card, tomasz, told=Told.STEWARD), *everyone) == [True, True, False, False, False, False]


def test_stewards_hear_of_what_nobody_looks_after(card, hal, tomasz, rosa, stick) -> None:
    use = tell(card, tomasz, told=Told.STEWARD)
    leave(person=hal, community=stick)
    assert readers(use, hal, rosa, tomasz) == [False, True, True]


def test_a_name_stands_where_its_bearer_wants_it(client: Client, card, hal, tomasz, leila) -> None:
    here = f"/c/stick/repertoire/{card.pk}/"
    tell(card, tomasz, told=Told.NAMELESS, text="It tore in the rain.")
    assert "Tomasz" not in shown(client, leila, f"{here}uses/")
    assert "It tore in the rain." in shown(client, leila, here)
    assert "A member" in shown(client, leila, here)
    for one in (hal, tomasz):
        assert "Tomasz" in shown(client, one, f"{here}uses/")


def test_what_did_harm_is_looked_at_again_until_somebody_says_what_was_done(card, hal, leila, tomasz) -> None:
    standing.say_read(by=leila, resource=card)
    use = tell(card, tomasz, how=How.HARM, told=Told.STEWARD)
    assert state(card) == State.QUESTIONED
    with pytest.raises(NotTheirs):
        say_what_was_done(by=leila, use=use, words="Nothing.")
    with pytest.raises(using.NothingDone):
        say_what_was_done(by=hal, use=use, words=" ")
    say_what_was_done(by=hal, use=use, words="The limit stands on its face.")
    assert state(card) == State.REVIEWED
    tell_otherwise(by=tomasz, use=use, account=Account(How.HARM, "Again."))
    assert state(card) == State.REVIEWED
    tell_otherwise(by=tomasz, use=use, account=Account(How.HELPED))
    tell_otherwise(by=tomasz, use=use, account=Account(How.HARM))
    assert state(card) == State.QUESTIONED
    take_back_use(by=tomasz, use=use)
    assert state(card) == State.REVIEWED
    assert Deed.objects.filter(verb="used", reversed_by=None, reverses=None).count() == 0


def test_what_is_retired_is_not_called_under_review(card, hal, tomasz) -> None:
    tell(card, tomasz, how=How.HARM)
    standing.retire(by=hal, resource=card, why="It tears.")
    assert state(card) == State.RETIRED


def test_nobody_tells_for_another_and_no_guest_or_stranger_tells(
    card, tomasz, leila, stranger, someone, come_in
) -> None:
    use = tell(card, tomasz)
    for do in (take_back_use, lambda by, use: tell_otherwise(by=by, use=use, account=Account("helped"))):
        with pytest.raises(NotTheirs):
            do(by=leila, use=use)
    for one in (stranger, come_in(someone("Guido Gast"), 3, standing="guest")):
        with pytest.raises(NotTheirs):
            tell(card, one)


def test_it_is_told_on_a_page_once_and_otherwise_and_taken_back(client: Client, card, tomasz, leila) -> None:
    here = f"/c/stick/repertoire/{card.pk}/"
    client.force_login(tomasz)
    assert "I used this" in client.get(f"{here}uses/new").text
    answer = client.post(f"{here}uses/new", {**SENT, "text": ""})
    assert (answer.status_code, "Ridge Farm" in answer.text) == (422, True)
    for _twice in range(2):
        assert client.post(f"{here}uses/new", {**SENT, "idempotency_key": "a" * 32}).status_code == 302
    use = Use.objects.get()
    assert client.post(f"{here}uses/{use.pk}", {**SENT, "how": "nothing"}).status_code == 302
    use.refresh_from_db()
    assert use.how == How.NOTHING
    client.force_login(leila)
    assert client.post(f"{here}uses/{use.pk}", {"take_back": "1"}).status_code == 404
    assert client.post(f"{here}uses/{use.pk}/remedy", {"words": "No."}).status_code == 403
    client.force_login(tomasz)
    assert client.post(f"{here}uses/{use.pk}", {"take_back": "1"}).status_code == 302
    assert not Use.objects.exists()


def test_harm_stands_first_with_what_was_done(client: Client, card, hal, tomasz, leila) -> None:
    here = f"/c/stick/repertoire/{card.pk}/"
    harm = tell(card, tomasz, how=How.HARM, text="It flooded a cellar.")
    tell(card, leila, text="Forty valves in two nights.")
    page = shown(client, leila, here)
    assert page.index("It flooded a cellar.") < page.index("Forty valves in two nights.")
    assert "It is being looked at again." in page
    assert "2 people have told us" in page
    assert "/remedy" not in page
    assert f"uses/{harm.pk}/remedy" in shown(client, hal, here)
    client.post(f"{here}uses/{harm.pk}/remedy", {"words": "Up to 300 mm now."})
    page = shown(client, leila, here)
    assert "Up to 300 mm now." in page
    assert "It is being looked at again." not in page


def test_outside_nobody_reads_what_members_told(client: Client, shelve, window, tomasz, stranger) -> None:
    open_sheet = shelve(space=window)
    tell(open_sheet, tomasz, text="Forty valves in two nights.")
    page = shown(client, stranger, f"/c/stick/repertoire/{open_sheet.pk}/")
    assert "Forty valves" not in page
    assert "stays among the people" in page


def test_who_is_erased_leaves_what_happened_and_takes_the_words_along_if_they_wish(card, hal, tomasz, leila) -> None:
    stays, goes = tell(card, tomasz), tell(card, leila, where="Ridge Farm", changed="Larger boxes")
    remedy = say_what_was_done(by=hal, use=stays, words="Thank you.")
    erase(person=tomasz, withdraw=False)
    erase(person=leila, withdraw=True)
    erase(person=hal, withdraw=True)
    for one in (stays, goes, remedy):
        one.refresh_from_db()
    assert (stays.person, stays.text) == (None, "Forty valves.")
    assert (goes.person, goes.text, goes.where, goes.changed) == (None, "", "", "")
    assert (remedy.by, remedy.words) == (None, "")


def test_handed_over_it_is_told_to_whoever_looks_after_it_now(card, hal, rosa, tomasz) -> None:
    use = tell(card, tomasz, told=Told.STEWARD)
    tending.hand_to(by=hal, resource=card, to=rosa)
    assert readers(use, hal, rosa) == [False, True]


def waits(person, community) -> set[str]:
    """Which lines wait for somebody, of what was used."""
    now = timezone.now()
    return {
        line.code
        for line in LINES
        if line.rows(
            person=person, communities=[community.pk], **{name: now - span for name, span in line.looks_back.items()}
        ).exists()
    }


def test_whoever_looks_after_it_hears_of_it_and_the_teller_of_what_was_done(card, stick, hal, tomasz, leila) -> None:
    tell(card, leila)
    harm = tell(card, tomasz, how=How.HARM)
    assert [waits(one, stick) for one in (hal, tomasz)] == [{"use_told", "harm_told"}, set()]
    say_what_was_done(by=hal, use=harm, words="Up to 300 mm now.")
    assert [waits(one, stick) for one in (hal, tomasz)] == [{"use_told"}, {"use_answered"}]
    leave(person=hal, community=stick)
    assert "use_told_untended" in waits(tomasz, stick)


def test_its_own_use_waits_for_nobody(card, stick, hal) -> None:
    tell(card, hal)
    assert waits(hal, stick) == set()


def test_lines_of_harm_lead_to_where_it_is_answered(client: Client, card, hal, rosa, stick, tomasz) -> None:
    tell(card, tomasz, how=How.HARM)
    assert "It did harm." in shown(client, hal, "/c/stick/")
    leave(person=hal, community=stick)
    assert "It did harm." in shown(client, rosa, "/c/stick/")
