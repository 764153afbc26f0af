"""What others have built on an archive keeps it, and is named with its page."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.communities.founding.actions import found
from commonplace.communities.models import Community, Hold
from commonplace.conversations.actions.ending import close
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.reactions import thank
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Post
from commonplace.people.merging import merge
from commonplace.people.models import Claim, Person
from commonplace.transfer.actions.taking_back import ask_back, go_on_taking_back
from commonplace.transfer.hindrances import hindrances
from commonplace.transfer.models import Import
from commonplace.transfer.tests.told import nothing_is_off, one_of

type Bring = Callable[..., Import]


def _answer(run: Import, ines: Person) -> None:
    reply(by=ines, conversation=one_of(run), text="Still so.")


def _thank(run: Import, ines: Person) -> None:
    thank(by=ines, post=one_of(run).posts.get(number=1))


def _close(run: Import, ines: Person) -> None:
    close(by=ines, conversation=one_of(run), why="Done.")


def _link(run: Import, ines: Person) -> None:
    there = reverse("conversation", args=["stick", one_of(run).pk])
    table = run.community.spaces.get(slug="table")
    open_conversation(by=ines, space=table, kind="discussion", title="See", text=f"As [there]({there}).")


def _claim(run: Import, ines: Person) -> None:
    Claim.objects.create(person=ines, of=Person.objects.get(name="Ada Quill"))


def _take_name(run: Import, ines: Person) -> None:
    with transaction.atomic():
        merge(kept=ines, other=Person.objects.get(name="Ada Quill"), why="claimed")


def _hold(run: Import, ines: Person) -> None:
    Hold.objects.create(community=run.community, kind="conversation", object_id=one_of(run).pk, by=ines, why="Look.")


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (_answer, "Someone answered"),
        (_thank, "thanked"),
        (_close, "closed"),
        (_link, "leads to it"),
        (_claim, "a name is theirs"),
        (_take_name, "taken their name"),
        (_hold, "asked stewards to look"),
    ],
)
def test_what_others_built_is_named_and_keeps_it(
    client: Client, stick: Community, ines: Person, bring: Bring, build: Callable[[Import, Person], None], words: str
) -> None:
    run = bring()
    assert hindrances(run) == []
    build(run, ines)
    client.force_login(ines)
    page = reverse("import_taking_back", args=["stick", run.pk])
    shown = client.get(page).content.decode()
    (reason, *_more) = [one for one in hindrances(run, ines) if words in one.words]
    assert f'href="{reason.url}"' in shown
    assert client.get(reason.url, follow=True).status_code == 200
    assert "<form" not in shown.partition('<dl class="facts')[2]
    client.post(page)
    run.refresh_from_db()
    assert run.back_asked_at is None


def test_a_link_that_the_steward_may_not_read_is_not_named(
    client: Client, stick: Community, ines: Person, stranger: Person, bring: Bring
) -> None:
    run = bring()
    secret = found(by=stranger, name="Theirs", slug="theirs")
    there = reverse("conversation", args=["stick", one_of(run).pk])
    space = secret.spaces.order_by("pk")[0]
    open_conversation(by=stranger, space=space, kind="discussion", title="Our secret", text=f"As [there]({there}).")
    client.force_login(ines)
    page = client.get(reverse("import_taking_back", args=["stick", run.pk])).content.decode()
    assert "Something that you may not read stands on it." in page
    assert "Our secret" not in page


def test_an_answer_between_asking_and_beginning_keeps_it(stick: Community, ines: Person, bring: Bring) -> None:
    run = bring()
    ask_back(run=run)
    _answer(run, ines)
    go_on_taking_back(now=timezone.now())
    run.refresh_from_db()
    assert (run.back_asked_at, run.back_begun_at) == (None, None)
    assert Post.objects.filter(origin=run.origin).count() == 120
    nothing_is_off()
