"""What the page of a search says of what it found."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.models import Community, Space
from commonplace.people.models import Person
from commonplace.search.catch_up import catch_up
from commonplace.search.index import Entry, keep

pytestmark = pytest.mark.usefixtures("posts")


@pytest.fixture
def page(client: Client, ines: Person) -> Callable[[str], str]:
    client.force_login(ines)
    return lambda words: client.get("/search", {"q": words}).content.decode()


def test_nothing_is_not_counted(page: Callable[[str], str]) -> None:
    for words, said in (("zzyzx", "Nothing that you may read has this word."), ("zzyzx qwv", "all of these words")):
        found = page(words)
        assert "Nothing found" in found
        assert said in found
        assert "things found" not in found


def test_every_hit_says_what_it_is(page: Callable[[str], str], stick: Community, hal: Person, window: Space) -> None:
    keep(
        [
            Entry(
                kind="post",
                object_id=number,
                community_id=stick.pk,
                space_id=window.pk,
                person_id=hal.pk,
                title=title,
                body="zinc",
                label=label,
                happened_at=timezone.now(),
                parent_id=1,
            )
            for number, (title, label) in enumerate((("Zinc", "question"), ("", "")), start=1)
        ]
    )
    Person.objects.filter(pk=hal.pk).update(craft="Zinc and lead", changed_at=timezone.now())
    Community.objects.filter(pk=stick.pk).update(domain="Zinc", practice="Bends", changed_at=timezone.now())
    catch_up(now=timezone.now())
    found = page("zinc")
    for label in ("Where can I find…?", "reply", "person", "community"):
        assert f'<span class="kind">{label}</span>' in found
    assert "<mark>Zinc</mark> · " in found
