"""Somebody makes their own of what is kept: a tree that makes no ring, told as far as its reader may see."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from commonplace.communities.viewpoint import Viewpoint, standing_of
from commonplace.repertoire.actions import standing
from commonplace.repertoire.actions.adapting import NothingChanged, TooWide, adapt, may_stand_in
from commonplace.repertoire.actions.rights import NotTheirs
from commonplace.repertoire.models import Adaptation, Resource
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
