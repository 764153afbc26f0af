"""A learning project: milestones that move, what is learned on the way, a product, and what became of the question."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.conversations.actions.opening import open_conversation
from commonplace.letters.models import Letter
from commonplace.people.actions.erasing import erase
from commonplace.undertakings.actions import projects, taking_part
from commonplace.undertakings.actions.beginning import take_hand
from commonplace.undertakings.actions.rights import IsOver, NotTheirs
from commonplace.undertakings.models import LearningProject, Milestone, ProjectNote

pytestmark = pytest.mark.django_db


def here(project, deed: str = "") -> str:
    return f"/c/stick/learning-projects/{project.pk}/{deed}"


def page(client: Client, who, address: str) -> str:
    client.logout()
    if who is not None:
        client.force_login(who)
    return " ".join(client.get(address).text.split())


def test_it_runs_from_its_question_to_its_product_and_its_closing(client: Client, stick, hal, tomasz, leila, settings):
    client.force_login(hal)
    soon = timezone.localdate() + timedelta(days=20)
    sent = {"title": "Plastic", "purpose": "Can a stick hear plastic?", "milestone": "A first try", "space": "table"}
    answer = client.post("/c/stick/learning-projects/new", sent)
    assert answer.status_code == 422
    assert "Say by which day, or leave both for later." in answer.text
    client.post("/c/stick/learning-projects/new", {**sent, "on": soon.isoformat()})
    made = LearningProject.objects.get().undertaking
    step = Milestone.objects.get()
    client.force_login(tomasz)
    assert client.post(here(made, "note"), {"words": "Not yet."}).status_code == 403
    client.post(f"/c/stick/undertakings/{made.pk}/part", {"speaks_for": ""})
    for _twice in range(2):
        client.post(here(made, "note"), {"words": "It hears *nothing* at noon."})
    assert ProjectNote.objects.get().by == tomasz
    assert client.post(here(made, f"milestones/{step.pk}"), {}).status_code == 403
    client.force_login(hal)
    later = soon + timedelta(days=7)
    client.post(here(made, f"milestones/{step.pk}"), {"move": "1", "on": later.isoformat(), "why": "It rained."})
    shown = page(client, leila, here(made))
    for words in ("moved from", "It rained.", "It hears *nothing* at noon.", "Tomasz Wilk"):
        assert words in shown
    client.force_login(hal)
    client.post(here(made, f"milestones/{step.pk}"), {})
    client.post(here(made, "milestones/new"), {"words": "A card", "on": soon.isoformat()})
    other = Milestone.objects.get(words="A card")
    client.post(here(made, f"milestones/{other.pk}"), {"let_go": "1", "why": "Nobody wants a card."})
    for bad in ("javascript:alert(1)", "ftp://x.example", "no address at all"):
        answer = client.post(here(made, "product"), {"what": "A way", "for_whom": "Night crews", "lies": bad})
        assert answer.status_code == 422
    client.post(here(made, "product"), {"what": "A way", "for_whom": "Night crews", "lies": "https://example.org/way"})
    assert client.post(here(made, "closing"), {"became": " "}).status_code == 422
    client.post(here(made, "closing"), {"became": "It can, *after* midnight."})
    shown = page(client, leila, here(made))
    for words in ("reached", "let go", "Nobody wants a card.", "https://example.org/way", "<em>after</em> midnight"):
        assert words in shown
    for word in ("midnight", "noon", "crews"):
        assert "learning-projects" in page(client, leila, f"/search?q={word}")
    with pytest.raises(IsOver):
        projects.note(by=tomasz, undertaking=made, words="Late.")


def test_a_product_in_a_conversation_is_seen_by_whoever_reads_that(client, project, stick, circle, rosa, hal, settings):
    talk = open_conversation(by=rosa, space=circle, title="Zqhidden sheet", text="Here.", kind="discussion")
    take_hand(person=rosa, undertaking=project)
    client.force_login(rosa)
    lies = f"{settings.BASE_URL}/c/stick/conversations/{talk.pk}/"
    client.post(here(project, "product"), {"what": "A sheet", "for_whom": "Us", "lies": lies})
    assert LearningProject.objects.get().product_conversation_id == talk.pk
    assert "Zqhidden sheet" in page(client, rosa, here(project))
    shown = page(client, hal, here(project))
    assert "Zqhidden sheet" not in shown
    assert "It lies in a conversation that you do not read." in shown


def test_those_who_carry_it_are_reminded_once_of_each_day(project, hal, tomasz, now) -> None:
    take_hand(person=tomasz, undertaking=project)
    step = projects.add_milestone(by=hal, undertaking=project, words="A first try", on=now.date())
    assert projects.remind_of_milestones(now=now - timedelta(days=1)) == 0
    assert projects.remind_of_milestones(now=now) == 2
    assert projects.remind_of_milestones(now=now + timedelta(hours=1)) == 0
    assert sorted(one.to for one in Letter.objects.all()) == ["hal@example.org", "tomasz@example.org"]
    # Moved, it has another day to be reminded of; reached or let go, none.
    later = (now + timedelta(days=9)).date()
    projects.move(by=hal, undertaking=project, milestone=step, on=later)
    assert projects.remind_of_milestones(now=now + timedelta(days=9)) == 2
    projects.reach(by=hal, undertaking=project, milestone=step)
    with pytest.raises(projects.IsSettled):
        projects.give_up(by=hal, undertaking=project, milestone=step)
    old = projects.add_milestone(by=hal, undertaking=project, words="Long ago", on=(now - timedelta(days=60)).date())
    assert projects.remind_of_milestones(now=now) == 0
    assert Milestone.objects.get(pk=old.pk).told_for == old.on


def test_people_come_in_and_go_out_and_what_they_noted_stays(project, hal, tomasz, leila) -> None:
    for person in (tomasz, leila):
        assert taking_part.take_part(person=person, undertaking=project).let_in_at is not None
    one = projects.note(by=tomasz, undertaking=project, words="Wet sand helps.")
    taking_part.leave(person=tomasz, undertaking=project)
    with pytest.raises(NotTheirs):
        projects.note(by=tomasz, undertaking=project, words="More.")
    with pytest.raises(NotTheirs):
        projects.take_note_back(by=leila, undertaking=project, one=one)
    erase(person=tomasz, withdraw=False)
    assert ProjectNote.objects.get().by is None
    other = projects.note(by=leila, undertaking=project, words="Dry sand does not.")
    erase(person=leila, withdraw=True)
    assert not ProjectNote.objects.filter(pk=other.pk).exists()


def test_a_page_full_of_notes_takes_twelve_queries(client, project, hal, now, django_assert_max_num_queries) -> None:
    for n in range(8):
        projects.note(by=hal, undertaking=project, words=f"Note {n}")
        projects.add_milestone(by=hal, undertaking=project, words=f"Step {n}", on=now.date())
    client.force_login(hal)
    for address in (here(project), here(project, "closing"), "/c/stick/undertakings/"):
        client.get(address)
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
