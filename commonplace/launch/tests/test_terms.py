"""Ten words that give the thing a name: put and changed by those who start it, read by everyone inside."""

import pytest
from django.test import Client

from commonplace.communities.models import Community
from commonplace.launch.actions import wording
from commonplace.launch.actions.wording import drop_term, put_term, reword
from commonplace.launch.models import Launch, Term
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person

PAGE = "/c/stick/launch/terms/"
MEANS = "Whoever listens after ten at night."


def test_a_word_has_one_meaning_and_may_be_said_better(launch: Launch, hal: Person, ines: Person) -> None:
    made = put_term(by=hal, launch=launch, term="Night ear", meaning=MEANS)
    assert put_term(by=hal, launch=launch, term="Night ear", meaning=MEANS) == made
    with pytest.raises(wording.TermTaken):
        put_term(by=ines, launch=launch, term="night EAR", meaning="Something else.")
    other = put_term(by=ines, launch=launch, term="Stick", meaning="What one listens with.")
    with pytest.raises(wording.TermTaken):
        reword(by=ines, found=other, term="NIGHT ear", meaning="Both.")
    reword(by=ines, found=made, term="Night ear", meaning="Who listens at night.")
    made.refresh_from_db()
    assert (made.meaning, made.by) == ("Who listens at night.", ines)
    drop_term(by=hal, found=other)
    assert list(Term.objects.values_list("term", flat=True)) == ["Night ear"]


def test_others_put_and_change_nothing(launch: Launch, hal: Person, tomasz: Person) -> None:
    made = put_term(by=hal, launch=launch, term="Night ear", meaning=MEANS)
    for deed in (
        lambda: put_term(by=tomasz, launch=launch, term="Stick", meaning="A stick."),
        lambda: reword(by=tomasz, found=made, term="x", meaning="x"),
        lambda: drop_term(by=tomasz, found=made),
    ):
        with pytest.raises(wording.NotAStarter):
            deed()


def test_on_pages(
    client: Client, launch: Launch, stick: Community, hal: Person, tomasz: Person, stranger: Person
) -> None:
    client.force_login(hal)
    assert "None yet." in client.get(PAGE).text
    empty = client.post(PAGE, {"term": "Night ear", "meaning": ""})
    assert (empty.status_code, "Night ear" in empty.text) == (422, True)
    assert "It stands in the glossary." in client.post(PAGE, {"term": "Night ear", "meaning": MEANS}, follow=True).text
    assert client.post(PAGE, {"term": "night ear", "meaning": "Else."}).status_code == 422
    made = Term.objects.get()
    client.post(f"{PAGE}{made.pk}", {"term": "Night ear", "meaning": "Who listens at night."})
    client.force_login(tomasz)
    page = client.get(PAGE).text
    assert ("Who listens at night." in page, "Put it there" in page) == (True, False)
    assert PAGE in client.get("/c/stick/about").text
    assert client.post(PAGE, {"term": "a", "meaning": "b"}).status_code == 404
    assert client.get(f"{PAGE}{made.pk}").status_code == 404
    (told,) = client.get("/api/v1/communities/stick/launch-terms").json()["items"]
    assert (told["term"], told["meaning"]) == ("Night ear", "Who listens at night.")
    client.force_login(stranger)
    assert client.get(PAGE).status_code == 404
    assert PAGE not in client.get("/c/stick/about").text
    assert client.get("/api/v1/communities/stick/launch-terms").json()["items"] == []
    client.force_login(hal)
    assert client.get(f"{PAGE}{10**30}").status_code == 404
    client.post(f"{PAGE}{made.pk}/out")
    assert not Term.objects.exists()


def test_a_community_without_a_launch_has_no_such_page(client: Client, stick: Community, hal: Person) -> None:
    stick.modules = [*stick.modules, "launch"]
    stick.save(update_fields=["modules"])
    client.force_login(hal)
    assert client.get(PAGE).status_code == 404
    assert PAGE not in client.get("/c/stick/about").text


def test_a_strand_leads_to_what_helps_with_it(client: Client, launch: Launch, hal: Person, ines: Person) -> None:
    client.force_login(ines)
    assert "A workshop for management: to be switched on first" in client.get("/c/stick/launch/strands/context").text
    client.force_login(hal)
    assert "to be switched on first" not in client.get("/c/stick/launch/strands/context").text
    offering = f"/c/stick/conversations/new?kind=offer&amp;space={launch.space.slug}"
    assert offering in client.get("/c/stick/launch/strands/support").text
    assert client.get(offering.replace("&amp;", "&")).status_code == 200
    assert "/c/stick/related/" in client.get("/c/stick/launch/strands/encourage").text
    strand = "/c/stick/launch/strands/educate"
    page = client.get(strand).text
    assert (PAGE in page, "workshop-for-management" in page) == (True, False)
    launch.community.refresh_from_db()
    launch.community.modules = [*launch.community.modules, "protocols"]
    launch.community.save(update_fields=["modules"])
    workshop = "/c/stick/protocols/workshop-for-management"
    for where in ("educate", "context"):
        assert workshop in client.get(f"/c/stick/launch/strands/{where}").text
    assert client.get(workshop).status_code in (200, 301)


def test_whoever_is_erased_leaves_it_nameless_or_takes_it(launch: Launch, hal: Person, ines: Person) -> None:
    put_term(by=hal, launch=launch, term="Night ear", meaning=MEANS)
    erase(person=hal, withdraw=False)
    assert list(Term.objects.values_list("term", "by")) == [("Night ear", None)]
    put_term(by=ines, launch=launch, term="Stick", meaning="What one listens with.")


def test_pages_make_few_queries(client: Client, launch: Launch, hal: Person, django_assert_max_num_queries) -> None:
    for n in range(6):
        made = put_term(by=hal, launch=launch, term=f"Word {n}", meaning=MEANS)
    client.force_login(hal)
    for page in (PAGE, f"{PAGE}{made.pk}", "/c/stick/about", "/c/stick/launch/strands/educate"):
        client.get(page)
        with django_assert_max_num_queries(12):
            client.get(page)
