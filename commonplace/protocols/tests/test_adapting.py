"""A community changes a protocol and keeps its own; lineage shows, and what is withdrawn is found nowhere."""

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.models import Deed
from commonplace.communities.moderation.actions import hold
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person
from commonplace.protocols.actions.adapting import IsWithdrawn, NotTheirs, adapt, revise, withdraw
from commonplace.protocols.actions.following import follow
from commonplace.protocols.catalogue import protocol_named
from commonplace.protocols.models import Adaptation, Plan
from commonplace.search.models import SearchEntry
from tests.posting import forms_in

pytestmark = pytest.mark.django_db
HOME = "/c/stick/protocols/"


@pytest.fixture
def own(stick, hal: Person, table) -> Adaptation:
    """Hal's form of a case clinic, without its sharpening."""
    case = protocol_named("case-clinic")
    phases = tuple(phase for phase in case.phases if phase.code != "sharpening")
    return adapt(by=hal, space=table, protocol=replace(case, title="Clinic by phone", phases=phases))


def form_of(client: Client, address: str) -> dict[str, list[str]]:
    """What the form would send untouched."""
    (form,) = [one for one in forms_in(client.get(address).text, address) if "title" in one.fields]
    return {name: value for name, value in form.fields.items() if name not in form.buttons}


def test_a_plain_form_changes_moves_adds_and_takes_out_steps(client: Client, stick, hal: Person) -> None:
    client.force_login(hal)
    form = form_of(client, f"{HOME}case-clinic/adapting")
    form |= {"title": "Clinic by phone", "minutes_4": "20", "prompt_0": "Say your name, and where you ring from."}
    form |= {"title_3": "", "place_7": "1"}
    form |= {"title_8": "A song", "minutes_8": "2", "prompt_8": "Whoever knows one sings it.", "place_8": "99"}
    sent = client.post(f"{HOME}case-clinic/adapting", form, follow=True)
    row = Adaptation.objects.get()
    assert sent.redirect_chain == [(f"{HOME}{row.ref}/", 302)]
    made, case = row.as_protocol(), protocol_named("case-clinic")
    assert [phase.title for phase in made.phases] == [
        case.phases[0].title,
        case.phases[7].title,
        *(case.phases[n].title for n in (1, 2, 4, 5, 6)),
        "A song",
    ]
    assert made.minutes == case.minutes - 4 + 2 + 2
    assert made.phases[0].prompt == "Say your name, and where you ring from."
    assert (made.code, row.protocol, row.by) == ("case-clinic", "case-clinic", hal)
    assert 'After <a href="/c/stick/protocols/case-clinic/">' in sent.text
    assert "changed by" in sent.text
    assert "Clinic by phone" in client.get(f"{HOME}case-clinic/").text
    assert "Clinic by phone" in client.get(HOME).text
    assert Deed.objects.filter(verb="adapted_protocol", person=hal).count() == 1


def test_more_empty_steps_keep_every_word(client: Client, stick, hal: Person) -> None:
    client.force_login(hal)
    form = form_of(client, f"{HOME}hot-topic/adapting") | {"title": "Pipes or pressure", "more": "1"}
    page = client.post(f"{HOME}hot-topic/adapting", form)
    assert page.status_code == 200
    assert 'value="Pipes or pressure"' in page.text
    assert (page.text.count('name="title_'), form["rows"]) == (11, ["8"])
    assert "error" not in page.text.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "It has no name."),
        ({"minutes_0": ""}, "Say how many minutes it takes."),
        ({"minutes_0": "0"}, "That is too little."),
        ({"minutes_0": "soon"}, "Say it as a whole number."),
        ({"prompt_0": ""}, "Write what somebody would say."),
        ({"speaks_0": "the king"}, "That is no longer one of the choices."),
        ({"captures_0": ["gossip"]}, "no longer one of the choices"),
        ({"space": "attic"}, "no longer one of the choices"),
        ({f"title_{n}": "" for n in range(12)}, "It has no step left."),
        ({f"minutes_{n}": "1440" for n in range(6)} | {"minutes_0": "9999"}, "That is too much."),
    ],
)
def test_what_is_wrong_is_said_in_its_place(client: Client, stick, hal: Person, wrong, words: str) -> None:
    client.force_login(hal)
    answer = client.post(f"{HOME}hot-topic/adapting", form_of(client, f"{HOME}hot-topic/adapting") | wrong)
    assert answer.status_code == 422
    assert words in answer.text
    assert not Adaptation.objects.exists()


def test_one_of_ones_own_goes_on_from_another_and_says_so(client: Client, stick, own, leila: Person) -> None:
    client.force_login(leila)
    form = form_of(client, f"{HOME}{own.ref}/adapting") | {"title": "Clinic in the van"}
    page = client.post(f"{HOME}{own.ref}/adapting", form, follow=True).text
    second = Adaptation.objects.get(after=own)
    assert f'After <a href="{HOME}{own.ref}/">' in page
    assert f'At first: <a href="{HOME}case-clinic/">' in page
    withdraw(by=own.by, adaptation=own)
    page = client.get(f"{HOME}{second.ref}/").text
    assert own.ref not in page
    assert 'After <a href="/c/stick/protocols/case-clinic/">' in page


def test_only_its_maker_and_stewards_change_it(client: Client, stick, own, leila: Person, ines: Person) -> None:
    one = replace(own.as_protocol(), title="Stolen")
    with pytest.raises(NotTheirs):
        revise(by=leila, adaptation=own, protocol=one)
    with pytest.raises(NotTheirs):
        withdraw(by=leila, adaptation=own)
    client.force_login(leila)
    for deed in ("changing", "withdrawing"):
        assert client.post(f"{HOME}{own.ref}/{deed}", {"title": "Stolen"}).status_code == 403
        assert client.get(f"{HOME}case-clinic/{deed}").status_code == 404
    revise(by=ines, adaptation=own, protocol=replace(one, title="Tended"))
    assert Adaptation.objects.get().title == "Tended"


def test_a_gathering_keeps_what_it_was_called_with(client: Client, stick, own, clinic, hal: Person) -> None:
    plan = follow(gathering=clinic, protocol=own.as_protocol(), by=hal)
    assert (plan.protocol, plan.adaptation) == ("case-clinic", own)
    client.force_login(hal)
    form = form_of(client, f"{HOME}{own.ref}/changing") | {"title": "Shorter", "minutes_0": "1"}
    assert client.post(f"{HOME}{own.ref}/changing", form).status_code == 302
    assert Adaptation.objects.get().as_protocol().phases[0].minutes == 1
    assert Plan.objects.get().steps[0].minutes == 3
    withdraw(by=hal, adaptation=own)
    withdraw(by=hal, adaptation=own)
    with pytest.raises(IsWithdrawn):
        revise(by=hal, adaptation=own, protocol=own.as_protocol())
    assert client.get(f"{HOME}{own.ref}/").status_code == 404
    assert "Clinic by phone" in client.get(f"/c/stick/gatherings/{clinic.pk}/").text
    assert not SearchEntry.objects.filter(kind="protocol").exists()


def test_it_is_found_held_and_told_to_programs(client: Client, stick, own, hal, ines, leila) -> None:
    assert SearchEntry.objects.get(kind="protocol").title == "Clinic by phone"
    client.force_login(leila)
    assert "Clinic by phone" in client.get(f"{HOME}{own.ref}/").text
    hold(by=ines, kind="protocol", object_id=own.pk, community=stick, why="It names a customer.")
    assert client.get(f"{HOME}{own.ref}/").status_code == 404
    assert "Clinic by phone" not in client.get(HOME).text
    client.force_login(hal)
    assert client.get(f"{HOME}{own.ref}/").status_code == 200


@pytest.mark.parametrize("withdrawing", [False, True])
def test_whoever_goes_leaves_it_nameless_or_takes_the_words(stick, own, clinic, hal: Person, withdrawing: bool) -> None:
    follow(gathering=clinic, protocol=own.as_protocol(), by=hal)
    erase(person=hal, withdraw=withdrawing)
    assert Adaptation.objects.filter(by=None).exists() is not withdrawing
    assert Plan.objects.exists() is not withdrawing
    assert list(SearchEntry.objects.filter(kind="protocol").values_list("person_id", flat=True)) == (
        [] if withdrawing else [None]
    )


def test_it_is_made_once_by_one_key(stick, hal: Person, table) -> None:
    case, now = protocol_named("case-clinic"), timezone.now()
    rows = {adapt(by=hal, space=table, protocol=case, idempotency_key="k", at=now).pk for _ in range(2)}
    assert len(rows) == Adaptation.objects.count() == 1
