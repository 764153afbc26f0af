"""The first page, founding, one's own page and everything to take along."""

import json
from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from commonplace.communities.doors import Visibility
from commonplace.communities.founding.actions import found
from commonplace.communities.models import Community, Membership, Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.people.models import Affiliation, Person
from commonplace.web import suggestions
from commonplace.web.views.me import ROOMS


def no_belongings(**said: str) -> dict[str, str]:
    return {"at-TOTAL_FORMS": "0", "at-INITIAL_FORMS": "0", **said}


# --- the first page ---------------------------------------------------------------------------------------------


def test_stranger_sees_public_and_listed_communities(client: Client, ines: Person, stick: Community) -> None:
    found(by=ines, name="Secret Valves", visibility=Visibility.PRIVATE)
    found(by=ines, name="Open Wells", visibility=Visibility.PUBLIC)
    page = client.get("/").content.decode()
    assert ("The Listening Stick" in page, "Open Wells" in page, "Secret Valves" in page) == (True, True, False)
    assert reverse("join", args=["stick"]) in page
    assert reverse("account_login") in page


def test_empty_house_says_so(client: Client, db: None) -> None:
    assert "Communities here may be private" in client.get("/").content.decode()


def test_first_page_costs_few_queries(client: Client, ines: Person, django_assert_max_num_queries) -> None:
    for number in range(12):
        found(by=ines, name=f"Community {number}")
    with django_assert_max_num_queries(3):
        client.get("/")


def test_a_margin_with_nothing_to_show_is_quite_empty(client: Client, hal: Person, settings) -> None:
    """The style sheets put away what is empty, and for them a space is something."""
    settings.FOUNDERS = "operator"
    client.force_login(hal)
    assert b'<aside class="margin" aria-label="In the margin"></aside>' in client.get("/communities").content


# --- founding ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "may"),
    [
        ("operator", {"operator"}),
        ("stewards", {"operator", "steward"}),
        ("anyone", {"operator", "steward", "stranger"}),
    ],
)
def test_who_may_found(
    client: Client, settings, ines: Person, stick: Community, stranger: Person, someone, setting, may
):
    settings.FOUNDERS = setting
    people = {"operator": someone("Op Erator", is_operator=True), "steward": ines, "stranger": stranger}
    page = reverse("found")
    allowed = set()
    for name, person in people.items():
        client.force_login(person)
        if client.get(page).status_code == 200:
            allowed.add(name)
        client.post(page, {"name": f"Of {name}", "domain": "", "visibility": "listed"})
    assert allowed == may
    assert set(Community.objects.exclude(pk=stick.pk).values_list("name", flat=True)) == {f"Of {name}" for name in may}


def test_founding_twice_is_founding_once(client: Client, ines: Person, stick: Community) -> None:
    client.force_login(ines)
    said = {"name": "The Lone Shift", "domain": "Nights", "visibility": "private"}
    answers = [client.post(reverse("found"), said).headers["Location"] for _ in range(2)]
    assert answers == [reverse("community", args=["the-lone-shift"])] * 2
    assert Community.objects.filter(name="The Lone Shift").count() == 1


def test_same_name_gets_its_own_address(client: Client, ines: Person, rosa: Person, stick: Community) -> None:
    for person in (ines, rosa):
        client.force_login(person)
        client.post(reverse("found"), {"name": "The Lone Shift", "visibility": "private"})
    slugs = Community.objects.filter(name="The Lone Shift").order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["the-lone-shift", "the-lone-shift-2"]


def test_strangers_sign_in_before_founding(client: Client, db: None) -> None:
    assert client.get(reverse("found")).headers["Location"].startswith(reverse("account_login"))


# --- one's own page ---------------------------------------------------------------------------------------------


def test_own_page_is_for_its_owner(client: Client, hal: Person) -> None:
    for name in ("me", "my_communities", "my_signing_in", "my_own", "my_profile", "my_wishes", "my_everything"):
        assert client.get(reverse(name)).status_code == 302
    client.force_login(hal)
    page = client.get(reverse("me")).content.decode()
    assert [word for word in ("Hal Brennan", "The Listening Stick", "hal@example.org") if word not in page] == []


@pytest.mark.parametrize("name", ["me", "my_communities", "my_signing_in", "my_wishes", "my_own"])
def test_own_rooms_cost_few_queries_and_lead_to_each_other(
    client: Client, hal: Person, django_assert_max_num_queries, name
) -> None:
    client.force_login(hal)
    with django_assert_max_num_queries(12):
        page = client.get(reverse(name)).content.decode()
    assert [one for one, _label in ROOMS if f'href="{reverse(one)}"' not in page] == []
    assert page.count('aria-current="true"') == 1


def test_a_pace_is_kept_at_one_press_and_shown_where_it_was_pressed(client: Client, hal: Person, stick: Community):
    client.force_login(hal)
    assert '"subject" aria-pressed="true"' in client.get(reverse("my_communities")).content.decode()
    answer = client.post(reverse("pace", args=["stick"]), {"pace": "season"})
    assert answer.headers["Location"] == f"{reverse('my_communities')}#in-stick"
    page = client.get(reverse("my_communities")).content.decode()
    assert ('id="in-stick"' in page, '"season" aria-pressed="true"' in page) == (True, True)


def test_what_is_not_there_leaves_the_way_about_to_whoever_is_signed_in(client: Client, hal: Person) -> None:
    assert '<nav class="spine"' not in client.get("/nowhere").content.decode()
    client.force_login(hal)
    answer = client.get("/nowhere")
    page = answer.content.decode()
    assert (answer.status_code, '<nav class="spine"' in page, reverse("community", args=["stick"]) in page) == (
        404,
        True,
        True,
    )
    assert '<nav class="spine"' in client.get(reverse("account_email")).content.decode()


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("Warsaw, Poland", "Europe/Warsaw"),
        ("warsaw", "Europe/Warsaw"),
        ("Europe/Warsaw", "Europe/Warsaw"),
        (" la paz ", "America/La_Paz"),
        ("sao paulo", "America/Sao_Paulo"),
        ("UTC", "UTC"),
        ("", ""),
    ],
)
def test_a_time_zone_is_found_by_its_town(client: Client, hal: Person, said: str, zone: str) -> None:
    client.force_login(hal)
    client.post(reverse("my_wishes"), {"time_zone": said})
    hal.refresh_from_db()
    assert hal.time_zone == zone


def test_a_town_is_typed_in_the_readers_language_and_stands_so(client: Client, hal: Person) -> None:
    client.force_login(hal)
    client.post(reverse("my_wishes"), {"language": "pl"})
    client.post(reverse("my_wishes"), {"language": "pl", "time_zone": "wilno"})
    hal.refresh_from_db()
    assert hal.time_zone == "Europe/Vilnius"
    page = client.get(reverse("my_wishes")).content.decode()
    assert ('value="Wilno, Litwa"' in page, "Polski" in page, "English" in page) == (True, True, True)


def test_a_town_that_names_no_zone_comes_back_with_those_like_it(client: Client, hal: Person) -> None:
    client.force_login(hal)
    page = client.post(reverse("my_wishes"), {"time_zone": "Lisbonn"}).content.decode()
    assert ('value="Lisbonn"' in page, "Did you mean Lisbon, Portugal" in page) == (True, True)
    assert "A larger town" in client.post(reverse("my_wishes"), {"time_zone": "Xqxq"}).content.decode()


def test_only_the_name_is_required(client: Client, hal: Person) -> None:
    client.force_login(hal)
    assert client.post(reverse("my_profile"), no_belongings(name="Hal B.")).status_code == 302
    hal.refresh_from_db()
    assert (hal.name, hal.craft, hal.languages) == ("Hal B.", "", [])
    answer = client.post(reverse("my_profile"), no_belongings(name="", craft="Kept craft"))
    assert (answer.status_code, "Kept craft" in answer.content.decode()) == (422, True)


def test_profile_is_kept(client: Client, hal: Person) -> None:
    client.force_login(hal)
    said = {
        "name": "Hal Brennan",
        "craft": "31 years listening",
        "ask_about": "the stick",
        "learning_about": "correlators",
        "language_1": "en",
        "language_2": "cy",
        "language_3": "en",
        "place": "Ledbury",
        "at-TOTAL_FORMS": "3",
        "at-INITIAL_FORMS": "0",
        "at-0-organisation": "Severn Vale Water",
        "at-0-country": "GB",
        "at-1-organisation": "",
        "at-2-organisation": "Union",
    }
    client.post(reverse("my_profile"), said)
    hal.refresh_from_db()
    assert (hal.craft, hal.languages, hal.place) == ("31 years listening", ["en", "cy"], "Ledbury")
    rows = Affiliation.objects.order_by("pk").values_list("organisation", "country", "is_main")
    assert list(rows) == [("Severn Vale Water", "GB", True), ("Union", "", False)]
    page = client.get(reverse("me")).content.decode()
    assert [word for word in ("English, Welsh", "Severn Vale Water, United Kingdom") if word not in page] == []


def photo(size: int = 60) -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (size, size), "teal").save(data, "PNG")
    return SimpleUploadedFile("secret-name.png", data.getvalue(), "image/png")


def test_face_is_shown_to_those_beside_and_to_nobody_else(
    client: Client, hal: Person, leila: Person, stranger: Person
) -> None:
    client.force_login(hal)
    client.post(reverse("my_profile"), no_belongings(name="Hal", photo=photo()))
    hal.refresh_from_db()
    face = reverse("face", args=[hal.photo_id])
    assert face in client.get(reverse("me")).content.decode()
    seen = {}
    for name, person in (("self", hal), ("member", leila), ("stranger", stranger)):
        client.force_login(person)
        seen[name] = client.get(face).status_code
    client.logout()
    seen["outside"] = client.get(face).status_code
    assert seen == {"self": 200, "member": 200, "stranger": 404, "outside": 404}
    client.force_login(hal)
    client.post(reverse("my_profile"), no_belongings(name="Hal", without_photo="on"))
    hal.refresh_from_db()
    assert hal.photo_id is None


def test_what_is_no_picture_is_no_face(client: Client, hal: Person) -> None:
    client.force_login(hal)
    svg = SimpleUploadedFile("x.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "image/png")
    answer = client.post(reverse("my_profile"), no_belongings(name="Hal", photo=svg))
    assert (answer.status_code, "photo" in answer.context["form"].errors) == (422, True)


def test_wishes_become_cookies_and_forgetting_clears_them(client: Client, hal: Person) -> None:
    client.force_login(hal)
    client.post(reverse("my_wishes"), {"language": "pl", "time_zone": "Europe/Lisbon", "look": "dark"})
    kept = [client.cookies[name].value for name in ("django_language", "zone", "theme")]
    assert kept == ["pl", "Europe/Lisbon", "dark"]
    client.post(reverse("my_wishes"), {"language": "", "time_zone": "", "look": ""})
    assert [client.cookies[name].value for name in ("django_language", "zone", "theme")] == ["", "", ""]
    assert client.post(reverse("my_wishes"), {"time_zone": "Nowhere/Else"}).status_code == 422


def test_wishes_come_along_at_sign_in(client: Client, someone: Callable[..., Person]) -> None:
    someone("Rosa Quispe", password="a leak is a sound first", time_zone="America/La_Paz", language="en")
    client.post(reverse("account_login"), {"login": "rosa@example.org", "password": "a leak is a sound first"})
    assert client.cookies["zone"].value == "America/La_Paz"


def test_one_suggestion_at_a_time_and_put_aside_for_good(client: Client, hal: Person) -> None:
    client.force_login(hal)
    seen = []
    while (suggestion := suggestions.next_for(Person.objects.get(pk=hal.pk))) is not None:
        seen.append(suggestion.code)
        page = client.get(reverse("me")).content.decode()
        assert page.count('name="code"') == 1
        client.post(reverse("my_suggestion"), {"code": suggestion.code})
    assert seen == [one.code for one in suggestions.IN_ORDER]
    client.post(reverse("my_suggestion"), {"code": "invented"})
    assert "invented" not in Person.objects.get(pk=hal.pk).put_aside


def test_words_of_mine_are_one_json_file(client: Client, hal: Person, leila: Person, table: Space) -> None:
    open_conversation(by=hal, space=table, kind="question", title="Mine", text="My “own” words")
    open_conversation(by=leila, space=table, kind="question", title="Hers", text="Her words")
    client.force_login(hal)
    answer = client.get(reverse("my_words"))
    everything = json.loads(b"".join(answer.streaming_content))
    assert [post["source"] for post in everything["posts"]] == ["My “own” words"]
    assert [deed["verb"] for deed in everything["deeds"]] == ["joined", "opened"]
    assert everything["addresses"][0]["email"] == "hal@example.org"
    assert "no-store" in answer.headers["Cache-Control"]


def test_pages_of_someone_who_belongs_nowhere(client: Client, stranger: Person) -> None:
    client.force_login(stranger)
    for name in ("home", "me"):
        assert client.get(reverse(name)).status_code == 200
    assert Membership.objects.count() == 0
