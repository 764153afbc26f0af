"""What is half typed of a story is kept for whoever types it, by the same drafts as posts', until they let it go."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Community
from commonplace.conversations.actions.drafting import KEPT_FOR, forget_old_drafts
from commonplace.conversations.models import Draft
from commonplace.people.actions.erasing import erase
from commonplace.people.mine import MINE
from commonplace.people.models import Person
from commonplace.stories.actions.leads import follow_leads, take
from commonplace.stories.actions.releasing import throw_away
from commonplace.stories.actions.telling import Words, begin, confirm, take_out, tell
from commonplace.stories.models import Cycle, Story, StoryLead
from commonplace.stories.tests.telling import step_of

pytestmark = pytest.mark.django_db
HERE, DRAFTS = "/c/stick/value/stories/", "/c/stick/conversations/drafts/"
HALF = "We moved a sh"


def fields_of(answer) -> dict[str, str]:
    """A form as a browser sends it."""
    form = answer.context["form"]
    return {one.html_name: str(one.value()) for one in form if one.value() not in (None, "")}


@pytest.fixture(params=["new", "a further step", "other words"])
def begun(request, client: Client, story: Story, hal: Person) -> tuple[str, dict[str, str]]:
    """A form that Hal has opened and begun to type in."""
    step = step_of(story)
    page = {"new": f"{HERE}new", "a further step": f"{HERE}{story.pk}/step"}.get(request.param)
    address = page or f"{HERE}{story.pk}/steps/{step.pk}/"
    client.force_login(hal)
    opened = client.get(address)
    assert f'data-draft="{DRAFTS}"' in opened.text
    return address, fields_of(opened) | {"text": HALF, "cycle": "realized", "happened": "2026-0"}


def test_it_is_kept_as_one_types_found_again_elsewhere_and_gone_once_it_is_told(client: Client, begun, hal) -> None:
    address, said = begun
    for words in ("We mo", HALF):
        assert client.post(DRAFTS, said | {"text": words}).status_code == 204
    draft = Draft.objects.get()
    elsewhere = Client()
    elsewhere.force_login(hal)
    assert f"draft={draft.pk}" in elsewhere.get(address).text
    listed = elsewhere.get(DRAFTS).text
    assert (escape(f"{address}?draft={draft.pk}") in listed, HALF in listed) == (True, True)
    again = elsewhere.get(f"{address}?draft={draft.pk}")
    assert ("Given back." in again.text, HALF in again.text) == (True, True)
    sent = fields_of(again)
    assert (sent["cycle"], sent["happened"]) == ("realized", "2026-0")
    assert elsewhere.post(address, sent | {"happened": "2026-02"}).status_code == 302
    assert not Draft.objects.exists()


def test_without_script_a_button_keeps_it_and_it_is_given_up_when_told(client: Client, begun) -> None:
    address, said = begun
    assert client.post(address, said | {"draft": "1"})["Location"] == DRAFTS
    draft = Draft.objects.get()
    assert (draft.words["text"], draft.words["happened"]) == (HALF, "2026-0")
    client.post(f"{DRAFTS}{draft.pk}")
    assert not Draft.objects.exists()


def test_what_could_not_be_told_is_among_the_drafts_too(client: Client, begun) -> None:
    address, said = begun
    answer = client.post(address, said)
    assert answer.status_code == 422
    assert "a copy is in your drafts" in answer.text
    assert Draft.objects.get().words["happened"] == "2026-0"


def test_nobody_else_is_shown_it_nor_keeps_one_there(client: Client, begun, story, rosa: Person, tomasz) -> None:
    address, said = begun
    client.post(DRAFTS, said)
    draft = Draft.objects.get()
    for other in (rosa, tomasz):
        client.force_login(other)
        for page in (DRAFTS, f"{HERE}new?draft={draft.pk}"):
            assert HALF not in client.get(page).text
        if "new" not in address:
            assert client.post(DRAFTS, said).status_code == 400
    assert Draft.objects.get() == draft


def test_it_is_in_the_take_out_and_goes_with_its_writer_or_after_a_year(client: Client, begun, hal: Person) -> None:
    _address, said = begun
    client.post(DRAFTS, said)
    assert HALF in str([one["words"] for one in MINE["drafts"].told_to(hal)])
    assert forget_old_drafts(now=timezone.now() + KEPT_FOR - timedelta(days=1)) == 0
    erase(person=hal, withdraw=False)
    assert not Draft.objects.exists()


def test_a_lead_and_whose_story_it_is_are_remembered(
    client: Client, stick: Community, hal: Person, tomasz: Person
) -> None:
    lead = StoryLead.objects.create(community=stick, why="use", object_id=7, happened_at=timezone.now())
    follow_leads(by=hal, community=stick)
    take(by=hal, lead=lead)
    client.force_login(hal)
    said = fields_of(client.get(f"{HERE}new?lead={lead.pk}&of={tomasz.pk}"))
    client.post(f"{HERE}new", said | {"text": HALF, "draft": "1"})
    again = client.get(f"{HERE}new?draft={Draft.objects.get().pk}")
    client.post(f"{HERE}new", fields_of(again))
    lead.refresh_from_db()
    assert (lead.story.teller, Draft.objects.count()) == (tomasz, 0)


def test_whoever_told_it_and_left_is_not_taken_for_oneself_unsaid(
    client: Client, stick: Community, hal: Person, tomasz: Person
) -> None:
    client.force_login(hal)
    said = fields_of(client.get(f"{HERE}new?of={tomasz.pk}"))
    client.post(f"{HERE}new", said | {"text": HALF, "draft": "1"})
    leave(person=tomasz, community=stick)
    again = client.get(f"{HERE}new?draft={Draft.objects.get().pk}")
    assert "is not here any more" in again.text
    assert client.post(f"{HERE}new", fields_of(again)).status_code == 422


@pytest.mark.parametrize("goes", ["thrown away", "taken out", "erased", "confirmed"])
def test_what_others_typed_for_a_step_goes_with_its_words(
    client: Client, stick: Community, hal: Person, tomasz: Person, goes: str
) -> None:
    story = begin(by=hal, community=stick, teller=tomasz)
    step = tell(by=hal, story=story, words=Words(Cycle.IMMEDIATE, "They told me."))
    client.force_login(hal)
    address = f"{HERE}{story.pk}/steps/{step.pk}/"
    client.post(DRAFTS, fields_of(client.get(address)) | {"text": HALF})
    deeds: dict[str, Callable[[], object]] = {
        "thrown away": lambda: throw_away(by=tomasz, story=story),
        "taken out": lambda: take_out(by=hal, step=step),
        "erased": lambda: erase(person=tomasz, withdraw=True),
        "confirmed": lambda: confirm(by=tomasz, story=story),
    }
    deeds[goes]()
    # Once its teller has said that a step is theirs, its writer still reads what they typed, and can change nothing.
    assert Draft.objects.count() == (1 if goes == "confirmed" else 0)
    if goes == "confirmed":
        listed = client.get(DRAFTS).text
        assert "not yours to change any more" in listed
        assert f"{HERE}new?draft=" in listed
