"""From an invitation to the first written line: at most four pages and three fields, without script."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from commonplace.communities.joining.actions.inviting import Invited, invite, proof_for, withdraw_invitation
from commonplace.communities.models import Community, Deed, Membership
from commonplace.conversations.models import Conversation, Post
from commonplace.letters.models import Letter
from commonplace.people.models import Person
from commonplace.web.arriving import first_words


class Fields(HTMLParser):
    """The fields a person sees on a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.feed(page.split("<main", 1)[1].split("</main", 1)[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("input", "textarea", "select") and given.get("type") not in ("hidden", "submit"):
            self.names.append(given.get("name") or "")


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def invited(hal: Person, stick: Community) -> Invited:
    return invite(
        by=hal, community=stick, words="You have twelve loggers.", name="Amara Oyelaran", address="amara@example.com"
    )


@pytest.fixture
def by_letter(invited: Invited) -> str:
    return f"{reverse('invitation', args=[invited.token])}?by={proof_for(invited.invitation)}"


@pytest.fixture
def by_link(invited: Invited) -> str:
    return reverse("invitation", args=[invited.token])


@pytest.mark.parametrize("way", ["by_letter", "by_link"])
def test_four_pages_and_three_fields_at_most(client: Client, way: str, request: pytest.FixtureRequest) -> None:
    address = request.getfixturevalue(way)
    pages, fields = 1, Fields(client.get(address).content.decode()).names
    said = {
        "name": "Amara Oyelaran",
        "craft": "Leak technician",
        "address": "amara@example.com",
        "line": "How do you place loggers on plastic?",
    }
    answer = client.post(address, {name: said[name] for name in fields}, follow=True)
    pages += len([url for url, _status in answer.redirect_chain])
    assert answer.status_code == 200
    assert pages <= 4
    assert len(fields) <= 3
    conversation = Conversation.objects.get()
    assert (conversation.title, conversation.author.name) == (said["line"], "Amara Oyelaran")
    # They land on Today, which says where their line stands, who reads it, and one thing to do.
    assert answer.redirect_chain[-1][0] == reverse("community", args=["stick"])
    page = answer.content.decode()
    assert page.count(f'href="{reverse("conversation", args=["stick", conversation.pk])}"') >= 2
    assert ("Your line stands here:" in page, "Go to your line" in page, "2 members can read it." in page) == (
        True,
    ) * 3
    assert ("Your address is not confirmed yet" in page) is (way == "by_link")
    assert Membership.objects.get(person=conversation.author).cares_about == said["line"]


def test_page_carries_the_inviters_words(client: Client, by_letter: str) -> None:
    page = client.get(by_letter).content.decode()
    assert "Hal Brennan invited you to The Listening Stick" in page
    assert "You have twelve loggers." in page
    assert 'value="Amara Oyelaran"' in page


def test_only_the_letter_confirms_the_address(client: Client, by_letter: str) -> None:
    client.post(by_letter, {"name": "Amara", "craft": "", "line": ""})
    assert EmailAddress.objects.get(email="amara@example.com").verified


def test_the_copied_link_confirms_nothing(client: Client, by_link: str) -> None:
    client.post(by_link, {"name": "Amara", "address": "amara@example.com", "line": ""})
    assert not EmailAddress.objects.get(email="amara@example.com").verified


def test_the_inviter_cannot_forge_the_proof(client: Client, invited: Invited, by_link: str, hal: Person) -> None:
    other = invite(by=hal, community=invited.invitation.community, words="x", address="hal2@example.com")
    client.post(
        f"{by_link}?by={proof_for(other.invitation)}", {"name": "M", "address": "amara@example.com", "line": ""}
    )
    assert not EmailAddress.objects.get(email="amara@example.com").verified


def test_whoever_confirms_an_address_is_not_kept_out_by_a_squatter(client: Client, by_letter: str, hal: Person) -> None:
    stick = Community.objects.get()
    squat = reverse("invitation", args=[invite(by=hal, community=stick, words="x").token])
    Client().post(squat, {"name": "Squatter", "address": "amara@example.com", "line": ""})
    client.post(by_letter, {"name": "Amara", "craft": "", "line": ""})
    assert EmailAddress.objects.get(email="amara@example.com").user.name == "Amara"


def test_nothing_but_a_name_is_needed(client: Client, by_letter: str) -> None:
    answer = client.post(by_letter, {"name": "Amara", "craft": "", "line": ""})
    assert answer.headers["Location"] == reverse("community", args=["stick"])
    assert Post.objects.count() == 0
    assert Person.objects.get(name="Amara").is_claimed


def test_the_language_chosen_at_the_door_is_kept(client: Client, by_letter: str) -> None:
    client.cookies["django_language"] = "pl"
    client.post(by_letter, {"name": "Amara Oyelaran", "line": "", "craft": ""})
    assert Person.objects.get(name="Amara Oyelaran").language == "pl"


def test_used_link_opens_nothing_for_others_and_leads_its_bearer_home(client: Client, by_letter: str) -> None:
    said = {"name": "Amara", "craft": "", "line": "Hello"}
    client.post(by_letter, said)
    assert client.post(by_letter, said).headers["Location"] == reverse("community", args=["stick"])
    other = Client()
    assert other.get(by_letter).status_code == 410
    assert other.post(by_letter, said).status_code == 410
    assert (Person.objects.filter(name="Amara").count(), Post.objects.count()) == (1, 1)


def test_withdrawn_and_forged_links_open_nothing(client: Client, invited: Invited, by_letter: str) -> None:
    withdraw_invitation(invitation=invited.invitation)
    for address in (by_letter, reverse("invitation", args=["0" * 40])):
        answer = client.get(address)
        assert answer.status_code == 410
        assert "Hal" not in answer.content.decode()


def test_taken_address_asks_to_sign_in_and_makes_nobody(client: Client, by_link: str, rosa: Person) -> None:
    people = Person.objects.count()
    answer = client.post(by_link, {"name": "Rosa", "address": "rosa@example.org", "line": "Kept line"})
    page = answer.content.decode()
    assert (answer.status_code, Person.objects.count()) == (422, people)
    assert "Kept line" in page
    assert reverse("account_request_login_code") in page


def test_known_address_is_led_to_the_door(client: Client, hal: Person, rosa: Person) -> None:
    stick = Community.objects.get()
    invited = invite(by=hal, community=stick, words="x", address="rosa@example.org")
    page = client.get(
        f"{reverse('invitation', args=[invited.token])}?by={proof_for(invited.invitation)}"
    ).content.decode()
    assert "You are known here" in page


def test_someone_with_an_account_gives_one_line(client: Client, by_link: str, stranger: Person) -> None:
    client.force_login(stranger)
    assert Fields(client.get(by_link).content.decode()).names == ["line"]
    client.post(by_link, {"line": "Who listens in the rain?"})
    assert Conversation.objects.get().author == stranger


@pytest.mark.parametrize(("line", "kind"), [("Do leaks move?", "experience"), ("I listen at night.", "discussion")])
def test_a_first_line_opens_what_it_is(amara: Person, stick: Community, line: str, kind: str) -> None:
    opened = first_words(person=amara, community=stick, line=line)
    assert opened is not None
    assert (opened.kind, opened.title) == (kind, line)


def test_a_member_does_not_use_up_anothers_link(client: Client, by_link: str, hal: Person, by_letter: str) -> None:
    client.force_login(hal)
    assert client.get(by_link).headers["Location"] == reverse("community", args=["stick"])
    assert Client().get(by_letter).status_code == 200


def test_words_are_given_back(client: Client, by_letter: str) -> None:
    answer = client.post(by_letter, {"name": "", "craft": "Kept craft", "line": "x" * 201})
    assert answer.status_code == 422
    assert "Kept craft" in answer.content.decode()
    assert set(answer.context["form"].errors) == {"name", "line"}


@pytest.mark.parametrize("name", ["nul\0l", "   ", "\u202eAmara", "<script>alert(1)</script>"])
def test_strange_names_do_no_harm(client: Client, by_letter: str, name: str) -> None:
    answer = client.post(by_letter, {"name": name, "craft": "", "line": ""}, follow=True)
    assert answer.status_code in (200, 422)
    assert "<script>alert" not in answer.content.decode()
    assert not Person.objects.filter(name__contains="\u202e").exists()


def test_the_first_line_is_a_deed_and_the_newcomer_is_to_be_greeted(client: Client, by_letter: str) -> None:
    client.post(by_letter, {"name": "Amara", "craft": "", "line": "Who listens in the rain?"})
    amara = Person.objects.get(name="Amara")
    assert list(Deed.objects.filter(person=amara).order_by("pk").values_list("verb", flat=True)) == ["joined", "opened"]


def test_token_is_not_kept_by_caches_or_told_onward(client: Client, by_letter: str) -> None:
    answer = client.get(by_letter)
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_flood_is_slowed(client: Client, by_letter: str) -> None:
    answers = [client.post(by_letter, {"name": ""}).status_code for _ in range(12)]
    assert answers == [422] * 10 + [429] * 2


def test_letter_leads_to_the_page(client: Client, invited: Invited, settings) -> None:
    text = Letter.objects.get(kind="invitation").text
    link = next(line for line in text.splitlines() if line.startswith(settings.BASE_URL))
    assert client.get(link.removeprefix(settings.BASE_URL)).status_code == 200


def test_pages_cost_few_queries(
    client: Client, by_letter: str, django_assert_max_num_queries: Callable[..., object]
) -> None:
    with django_assert_max_num_queries(6):
        client.get(by_letter)
