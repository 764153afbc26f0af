"""What people made of stories and numbers ends in changes: on the agenda, and in what is looked at."""

from datetime import date

import pytest
from django.test import Client

from commonplace.agenda.models import Item
from commonplace.communities.models import Community, Space
from commonplace.people.models import Person
from commonplace.value.actions.sense import NotASteward, NotOfThat, keep, look_at, put_on_agenda
from commonplace.value.models import Decision, Indicator, Sense

pytestmark = pytest.mark.django_db
PAGE = "/c/stick/value/"
LONG = (
    "Ask the night crews what they would need, each of them, before we look at another number: " + "so " * 40 + "it is"
)


@pytest.fixture
def sense(valued: Community, ines: Person) -> Sense:
    about = Decision.About
    decided = [(about.AGENDA, LONG), (about.SUPPORT, "An hour a month."), (about.INDICATORS, "Nights without a call")]
    return keep(by=ines, community=valued, on=date(2026, 1, 1), seen="Much.", decided=decided)


def decision(sense: Sense, about: str) -> Decision:
    return sense.decisions.select_related("sense__community").get(about=about)


def test_a_decision_goes_on_the_agenda_once_in_its_whole_words(
    sense: Sense, table: Space, circle: Space, ines: Person, hal: Person
) -> None:
    row = decision(sense, "agenda")
    with pytest.raises(NotASteward):
        put_on_agenda(by=hal, decision=row, space=table)
    with pytest.raises(NotOfThat):
        put_on_agenda(by=ines, decision=row, space=circle)
    with pytest.raises(NotOfThat):
        put_on_agenda(by=ines, decision=decision(sense, "support"), space=table)
    assert put_on_agenda(by=ines, decision=row, space=table) == put_on_agenda(by=ines, decision=row, space=table)
    item = Item.objects.get()
    assert (len(item.title) <= 160, item.why, item.space) == (True, LONG, table)


def test_by_one_press_and_everybody_reads_what_became_of_it(
    client: Client, sense: Sense, table: Space, ines: Person, hal: Person
) -> None:
    page = f"{PAGE}sense/{sense.pk}"
    press = f"{page}/decided/{decision(sense, 'agenda').pk}/agenda"
    client.force_login(hal)
    assert "Put it on the agenda" not in client.get(page).text
    assert client.post(press).status_code == 404
    client.force_login(ines)
    assert "Put it on the agenda" in client.get(page).text
    assert client.post(press.replace("/agenda", "0000000000/agenda")).status_code == 404
    assert client.post(f"{page}/decided/{decision(sense, 'support').pk}/agenda").status_code == 404
    client.post(press)
    client.force_login(hal)
    assert f"/c/stick/agenda/{Item.objects.get().pk}" in client.get(page).text


def test_without_an_agenda_nothing_is_put_there(client: Client, sense: Sense, ines: Person, valued: Community) -> None:
    valued.modules = [one for one in valued.modules if one != "agenda"]
    valued.save(update_fields=["modules"])
    client.force_login(ines)
    assert "Put it on the agenda" not in client.get(f"{PAGE}sense/{sense.pk}").text
    assert client.post(f"{PAGE}sense/{sense.pk}/decided/{decision(sense, 'agenda').pk}/agenda").status_code == 404


def test_what_was_decided_to_look_at_is_looked_at(
    client: Client, sense: Sense, hours: Indicator, ines: Person, hal: Person
) -> None:
    row = decision(sense, "indicators")
    with pytest.raises(NotOfThat):
        look_at(by=ines, decision=decision(sense, "support"), indicator=hours)
    client.force_login(ines)
    new = f"{PAGE}indicators/new?decided={row.pk}"
    assert f"?decided={row.pk}" in client.get(f"{PAGE}sense/{sense.pk}").text
    assert 'value="Nights without a call"' in client.get(new).text
    said = {"name": "Nights without a call", "cycle": "realized", "horizon": "short", "whose": "member"}
    assert client.post(new, said | {"source": "by_hand"}).status_code == 422
    client.post(new, said | {"source": "by_hand", "unit": "nights"})
    row.refresh_from_db()
    assert row.indicator == Indicator.objects.get(name="Nights without a call")
    client.force_login(hal)
    assert "Looked at since:" in client.get(f"{PAGE}sense/{sense.pk}").text


def test_a_starter_may_be_what_was_decided(client: Client, sense: Sense, ines: Person) -> None:
    row = decision(sense, "indicators")
    client.force_login(ines)
    client.post(f"{PAGE}indicators/pick", {"starter": "fun", "decided": str(row.pk)})
    row.refresh_from_db()
    assert row.indicator is not None
    assert row.indicator.starter == "fun"
