"""Somebody makes their own of what is kept: a tree that makes no ring, told as far as its reader may see."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from commonplace.communities.viewpoint import Viewpoint, standing_of
from commonplace.conversations.actions.attaching import Files
from commonplace.conversations.enclosures import Enclosure
from commonplace.files.actions import keep_bytes
from commonplace.files.models import StoredFile
from commonplace.files.tests.samples import picture as drawn
from commonplace.people.actions.erasing import erase
from commonplace.repertoire.actions import changing, standing
from commonplace.repertoire.actions.adapting import NothingChanged, TooWide, adapt, may_stand_in
from commonplace.repertoire.actions.filing import put_version, take_version_away
from commonplace.repertoire.actions.rights import NotTheirs
from commonplace.repertoire.actions.wording import Words
from commonplace.repertoire.models import Adaptation, FileVersion, Resource, ResourceFile
from commonplace.repertoire.queries.lineage import DEEPEST, Node, _plant, lineage_of
from commonplace.repertoire.tests.conftest import CARD

pytestmark = pytest.mark.django_db

SENT = {
    "what_changed": "Larger boxes",
    "title": "Valve card for the height",
    "good_for": "",
    "part_how": "Fold it.",
    "space": "table",
}


def own(parent: Resource, by, *, changed: str = "Larger boxes", **more) -> Resource:
    return adapt(by=by, parent=parent, words=CARD, changed=changed, **{"space": parent.space, **more})


def tree(resource: Resource, person) -> list[tuple[int, int]] | None:
    """The tree as somebody sees it: each with how deep it stands."""
    viewpoint = Viewpoint(person, resource.community, standing_of(person, resource.community))
    found = lineage_of(resource, viewpoint)
    return None if found is None else list(steps(found.first))


def steps(node: Node, depth: int = 0):
    yield node.pk, depth
    for child in node.grown:
        yield from steps(child, depth + 1)


def test_both_pages_tell_what_grew_from_what(client: Client, card, hal, tomasz, leila) -> None:
    first = own(card, tomasz)
    second = own(first, leila, changed="In Spanish")
    third = own(card, leila, changed="For hydrants")
    whole = [(card.pk, 0), (first.pk, 1), (second.pk, 2), (third.pk, 1)]
    assert [tree(one, hal) for one in (card, first, third)] == [whole] * 3
    client.force_login(hal)
    page = " ".join(client.get(f"/c/stick/repertoire/{second.pk}/").text.split())
    for words in ("What it grew from", "In Spanish", "Larger boxes", f'href="/c/stick/repertoire/{card.pk}/"'):
        assert words in page
    assert "2 adaptations" in client.get(f"/c/stick/repertoire/{card.pk}/").text


def test_alone_it_has_no_tree(card, hal) -> None:
    assert tree(card, hal) is None


def test_what_one_may_not_see_is_not_told_and_neither_is_what_lies_beyond(
    shelve, rosa, hal, tomasz, circle, table
) -> None:
    open_one = shelve()
    closed = own(open_one, rosa, space=circle)
    beyond = own(closed, rosa)
    Adaptation.objects.filter(resource=beyond).update(parent=closed)
    Resource.objects.filter(pk=beyond.pk).update(space=table)
    assert tree(open_one, tomasz) is None
    assert tree(Resource.objects.get(pk=beyond.pk), tomasz) is None
    assert tree(open_one, rosa) == [(open_one.pk, 0), (closed.pk, 1), (beyond.pk, 2)]


def test_it_stands_no_further_than_what_it_grew_from(
    card, shelve, hal, rosa, tomasz, window, circle, table, stranger
) -> None:
    with pytest.raises(TooWide):
        own(card, tomasz, space=window)
    closed, outside = shelve(by=rosa, space=circle), shelve(space=window)
    assert [may_stand_in(space, closed) for space in (circle, table, window)] == [True, False, False]
    assert all(may_stand_in(space, outside) for space in (circle, table, window))
    with pytest.raises(NotTheirs):
        own(closed, stranger)
    with pytest.raises(NothingChanged):
        own(card, hal, changed=" ")


@pytest.fixture
def sheet(shelve) -> ResourceFile:
    """Readings that came with Hal's card, in their second version, whose words show a picture."""
    words = Words(CARD.title, "", {"how": "Look: ![](valve.png)"})
    files = [
        Enclosure(keep_bytes(name="readings.csv", data=b"a,b")),
        Enclosure(keep_bytes(name="valve.png", data=drawn())),
    ]
    here = shelve(words=words, files=files)
    row = ResourceFile.objects.select_related("file", "resource__community", "resource__space").get(
        resource=here, name="readings.csv"
    )
    put_version(by=here.kept_by, file=row, upload=SimpleUploadedFile("readings.csv", b"c,d"))
    row.refresh_from_db()
    return row


def test_its_files_come_along_and_nothing_is_stored_twice(client: Client, sheet, hal, tomasz) -> None:
    parent, before = sheet.resource, StoredFile.objects.count()
    here = f"{parent.url('stick')}adapt"
    client.force_login(tomasz)
    page = client.get(here).text
    assert "readings.csv" in page
    assert "Leave valve.png out" in page
    picture = parent.files.get(name="valve.png").file_id
    sent = {
        **SENT,
        "part_how": "![](valve.png)",
        f"description_{picture}": "A valve, *open*",
        "idempotency_key": "b" * 32,
    }
    for _twice in range(2):
        made = client.post(here, sent)["Location"]
    own = Adaptation.objects.get().resource
    rows = {one.name: one for one in own.files.prefetch_related("versions")}
    assert set(rows) == {"readings.csv", "valve.png"}
    assert rows["valve.png"].description == "A valve, *open*"
    assert [(one.number, one.file_id, one.by_id) for one in rows["readings.csv"].versions.all()] == [
        (1, sheet.file_id, hal.pk)
    ]
    assert StoredFile.objects.count() == before
    assert f"/files/kept/{picture}/valve.png" in client.get(made).text
    assert client.get(f"/files/kept/{sheet.file_id}/readings.csv").getvalue() == b"c,d"


def test_what_is_left_out_stays_behind(client: Client, sheet, tomasz) -> None:
    picture = sheet.resource.files.get(name="valve.png").file_id
    client.force_login(tomasz)
    sent = {**SENT, "leave_out": picture, "attached": SimpleUploadedFile("own.csv", b"e,f")}
    client.post(f"{sheet.resource.url('stick')}adapt", sent)
    theirs = Adaptation.objects.get().resource.files.order_by("position")
    assert [(one.name, one.file.content.read()) for one in theirs] == [("readings.csv", b"c,d"), ("own.csv", b"e,f")]
    assert sheet.resource.files.count() == 2


def test_bytes_go_with_the_last_who_has_them(sheet, hal, tomasz) -> None:
    child, file = own(sheet.resource, tomasz), sheet.file
    put_version(by=hal, file=sheet, upload=SimpleUploadedFile("readings.csv", b"e,f"))
    take_version_away(by=hal, file=sheet, version=FileVersion.objects.get(of=sheet, number=2))
    theirs = ResourceFile.objects.select_related("file").get(resource=child, name="readings.csv")
    assert theirs.file.content.read() == b"c,d"
    changing.change(by=tomasz, resource=child, words=CARD, on=1, files=Files(leave_out=[file.pk]))
    assert not StoredFile.objects.filter(pk=file.pk).exists()


@pytest.mark.parametrize("withdraws", [True, False])
def test_a_file_goes_with_whoever_brought_it_wherever_it_came_along(sheet, hal, tomasz, withdraws: bool) -> None:
    child = own(sheet.resource, tomasz)
    erase(person=hal, withdraw=withdraws)
    assert child.files.count() == (0 if withdraws else 2)
    assert StoredFile.objects.exists() is not withdraws


def test_whoever_adapted_leaves_what_others_brought(sheet, tomasz) -> None:
    own(sheet.resource, tomasz)
    erase(person=tomasz, withdraw=True)
    assert [one.file.content.read() for one in sheet.resource.files.filter(name="readings.csv")] == [b"c,d"]


def test_no_ring_can_be_written(card, hal, tomasz) -> None:
    child = own(card, tomasz)
    for parent in (child, card):
        with pytest.raises(IntegrityError), transaction.atomic():
            Adaptation.objects.create(resource=card, parent=parent, root=card, changed="A ring")
    with pytest.raises(IntegrityError), transaction.atomic():
        Adaptation.objects.filter(resource=child).update(parent=child)


def test_what_was_given_up_says_so(client: Client, card, tomasz) -> None:
    child = own(card, tomasz)
    standing.retire(by=tomasz, resource=child, why="A wet week.")
    client.force_login(tomasz)
    assert '<li class="gone">' in client.get(f"/c/stick/repertoire/{card.pk}/").text


def test_it_is_made_on_a_page_once(client: Client, card, tomasz, stranger) -> None:
    here = f"/c/stick/repertoire/{card.pk}/adapt"
    client.force_login(tomasz)
    assert CARD.title in client.get(here).text
    answer = client.post(here, {**SENT, "what_changed": ""})
    assert (answer.status_code, "Valve card for the height" in answer.text) == (422, True)
    for _twice in range(2):
        made = client.post(here, {**SENT, "idempotency_key": "a" * 32})["Location"]
    assert Adaptation.objects.get().resource.url("stick") == made
    assert client.post(here, {**SENT, "space": "window"}).status_code == 422
    client.force_login(stranger)
    assert client.post(here, SENT).status_code == 404


@given(st.data())
def test_every_step_of_any_tree_is_told_once(data) -> None:
    size = data.draw(st.integers(1, 30))
    parents = {child: data.draw(st.integers(0, child - 1)) for child in range(1, size)}
    children: dict[int, list[int]] = {}
    for child, parent in parents.items():
        children.setdefault(parent, []).append(child)
    nodes = {
        pk: Node(pk, "", "", None, "", 0, is_here=False, is_gone=False, gone="", language="") for pk in range(size)
    }
    _plant(0, nodes, children)
    told = list(steps(nodes[0]))
    assert sorted(pk for pk, _depth in told) == list(range(size))
    assert max(depth for _pk, depth in told) <= DEEPEST
