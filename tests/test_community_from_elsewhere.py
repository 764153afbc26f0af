"""What a file of a community says is believed as little as a form, and it says nothing that opens a door."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from commonplace.communities.models import Community, Deed, Hold, Membership
from commonplace.communities.readers import read_on
from commonplace.conversations.models import Conversation, Post
from commonplace.house.cli import main
from commonplace.letters.models import Letter
from commonplace.people.models import Person
from commonplace.repertoire.models import Resource, ResourceFile
from commonplace.search.models import SearchEntry
from commonplace.transfer.community_in import NotACommunity, TakenSlug, bring_community
from commonplace.transfer.community_out import write_community
from commonplace.undertakings.models import ResponseText
from tests.furnished import Furnished

type Change = Callable[[str, bytes], bytes]


@pytest.fixture
def there(house: Furnished, tmp_path: Path) -> Path:
    write_community(house.community, tmp_path / "there.zip")
    return tmp_path / "there.zip"


def changed(path: Path, change: Change) -> Path:
    """The same file, each of its parts as `change` makes it of name and bytes."""
    made = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as parcel, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name in parcel.namelist():
            out.writestr(name, change(name, parcel.read(name)))
    return made


def first_row(code: str, **values: Any) -> Change:
    """The first row of a list says otherwise."""

    def change(name: str, data: bytes) -> bytes:
        if name != f"{code}.jsonl":
            return data
        first, *rest = data.splitlines(keepends=True)
        return json.dumps(json.loads(first) | values).encode() + b"\n" + b"".join(rest)

    return change


def test_it_opens_no_door_and_names_no_address(house: Furnished, there: Path) -> None:
    with zipfile.ZipFile(there) as parcel:
        everything = b"".join(parcel.read(name) for name in parcel.namelist())
    addresses = EmailAddress.objects.values_list("email", flat=True)
    assert [one for one in addresses if one.encode() in everything] == []
    assert b"pbkdf2" not in everything


def test_nobody_is_told_and_its_people_are_unclaimed(there: Path, django_capture_on_commit_callbacks: Any) -> None:
    read_on()
    letters, people = Letter.objects.count(), set(Person.objects.values_list("pk", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        came = bring_community(path=there, slug="elsewhere")
    read_on()
    assert Letter.objects.count() == letters
    assert not Person.objects.exclude(pk__in=people).filter(claimed_at__isnull=False).exists()
    assert not Deed.objects.filter(community=came.community, origin="").exists()
    assert SearchEntry.objects.filter(community=came.community, kind="post").exists()


def test_script_in_stored_html_is_left_out(there: Path) -> None:
    path = changed(there, first_row("posts", html="<p>Well</p><script>alert(1)</script><img src=x onerror=alert(1)>"))
    came = bring_community(path=path, slug="elsewhere")
    html = Post.objects.filter(conversation__community=came.community).order_by("pk")[0].html
    assert html == "<p>Well</p><img>"


def test_addresses_within_it_lead_where_they_led(house: Furnished, there: Path) -> None:
    old = Conversation.objects.filter(community=house.community).order_by("pk")[1]
    said = f"See /c/{house.community.slug}/conversations/{old.pk}/ and /c/{house.community.slug}-more/ and /c/other/"
    came = bring_community(path=changed(there, first_row("posts", source=said)), slug="elsewhere")
    new = Conversation.objects.filter(community=came.community).order_by("pk")[1]
    post = Post.objects.filter(conversation__community=came.community).order_by("pk")[0]
    assert post.source == f"See /c/elsewhere/conversations/{new.pk}/ and /c/{house.community.slug}-more/ and /c/other/"


def test_a_paragraph_of_a_joint_response_leads_where_it_led(house: Furnished, there: Path) -> None:
    old = Conversation.objects.filter(community=house.community).order_by("pk")[1]
    said = f'<p>See <a href="/c/{house.community.slug}/conversations/{old.pk}/">this</a><script>x()</script></p>'
    came = bring_community(path=changed(there, first_row("response_texts", parts=[said])), slug="elsewhere")
    new = Conversation.objects.filter(community=came.community).order_by("pk")[1]
    (part,) = ResponseText.objects.filter(response__undertaking__community=came.community).order_by("pk")[0].parts
    assert f'href="/c/elsewhere/conversations/{new.pk}/"' in part
    assert "script" not in part


def test_a_file_that_unpacks_without_end_is_read_no_further_than_a_file_may_be(there: Path) -> None:
    with zipfile.ZipFile(there) as parcel:
        name = next(name for name in parcel.namelist() if name.startswith("files/"))
    path = changed(there, lambda one, data: bytes(400_000_000) if one == name else data)
    with pytest.raises(NotACommunity, match="unpacks to more"):
        bring_community(path=path, slug="elsewhere")


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("members", {"standing": "queen"}),
        ("members", {"person": 987654321}),
        ("thanks", {"post": None}),
        ("posts", {"written_at": "tomorrow"}),
        ("holds", {"object_id": 987654321}),
        ("plans", {"phases": [{"minutes": "many"}]}),
        ("spaces", {"name": "x" * 1000}),
        ("topics", {"key": "seven"}),
        ("resources", {"address": "javascript:alert(1)"}),
        ("resources", {"work_address": "javascript:alert(1)"}),
    ],
)
def test_a_row_that_does_not_fit_is_left_out_and_counted(there: Path, code: str, values: dict[str, Any]) -> None:
    path = changed(there, first_row(code, **values))
    try:
        came = bring_community(path=path, slug="elsewhere")
    except NotACommunity:
        # Others were part of that row.
        assert code in ("posts", "spaces", "members", "resources")
        assert not Community.objects.filter(slug="elsewhere").exists()
    else:
        assert came.left_out[code] == 1


def test_a_file_whose_bytes_are_away_is_left_out_with_its_versions(there: Path) -> None:
    """Where a store has lost one, the rest of the community moves all the same."""
    path = changed(there, lambda name, data: b"" if name.startswith("files/") else data)
    came = bring_community(path=path, slug="elsewhere")
    kept = Resource.objects.filter(community=came.community)
    assert kept.exists()
    assert not ResourceFile.objects.filter(resource__in=kept).exists()
    assert came.left_out["resource_files"] > 0
    assert came.left_out["resource_file_versions"] >= came.left_out["resource_files"]


@pytest.mark.parametrize(
    "change",
    [
        lambda name, data: b"{}" if name == "manifest.json" else data,
        lambda name, data: data.replace(b'"version": 1', b'"version": 2') if name == "manifest.json" else data,
        lambda name, data: data * 2 if name == "community.jsonl" else data,
        lambda name, data: b"" if name == "community.jsonl" else data,
        lambda name, data: b"\xff{" if name == "posts.jsonl" else data,
        lambda name, data: b'{"key": 1, "x": "' + b"x" * 300_000_000 + b'"}' if name == "topics.jsonl" else data,
    ],
)
def test_what_is_no_community_leaves_nothing(there: Path, change: Change) -> None:
    people = Person.objects.count()
    with pytest.raises(NotACommunity):
        bring_community(path=changed(there, change), slug="elsewhere")
    assert not Community.objects.filter(slug="elsewhere").exists()
    assert Person.objects.count() == people


def test_half_a_file_leaves_nothing(there: Path) -> None:
    there.write_bytes(there.read_bytes()[: there.stat().st_size // 2])
    with pytest.raises(NotACommunity):
        bring_community(path=there, slug="elsewhere")


def test_an_address_that_is_taken_stays_whose_it_is(house: Furnished, there: Path) -> None:
    with pytest.raises(TakenSlug):
        bring_community(path=there, slug=house.community.slug)


def test_the_commands_write_it_and_bring_it_in(house: Furnished, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    path = tmp_path / "whole.zip"
    assert main(["export", "community", house.community.slug, str(path), "--json", "--why", "We move"]) == 0
    counts = json.loads(capsys.readouterr().out)["lists"]
    assert path.stat().st_mode & 0o077 == 0
    assert main(["export", "community", house.community.slug, str(path)]) == 1
    assert main(["import", "community", str(path), "--community", "elsewhere", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["left_out"] == {}
    assert {code: count for code, count in counts.items() if count} == said["kept"]
    came = Community.objects.get(slug="elsewhere")
    house.community.refresh_from_db()
    assert came.remembered_count == house.community.people_count + house.community.remembered_count
    assert Membership.objects.filter(community=came, person__is_operator=True, standing="steward").exists()
    assert Hold.objects.filter(community=came).count() == counts["holds"]
    assert main(["import", "community", str(path), "--community", "elsewhere"]) == 1
    assert main(["export", "community", "nowhere"]) == 1
    assert main(["export", "mbox", str(tmp_path / "no.mbox")]) == 1
