"""The house asks once whether it may point to somebody, with how often they helped, and never again who says so."""

from django.utils import timezone

from commonplace.communities.questions import askable
from commonplace.conversations.actions.reactions import thank
from commonplace.knowledge.models import Pointing, Unasked
from commonplace.knowledge.tests.test_asking_in import answered

ABOUT = "/c/stick/people/being-asked/about/{}"


def asked(person) -> list[str]:
    return [one.words for _kind, one in askable(person, timezone.now(), code="may_point")]


def test_it_says_how_often_one_helped(valves, table, hal, leila):
    for days in (3, 4):
        thank(post=answered(leila, hal, table, days=days), by=hal)

    assert asked(leila) == ["Your answers on “valves” helped two times. May whoever asks about it be pointed to you?"]


def test_never_is_a_no_to_this_word_and_to_all_others(client, valves, stick, table, hal, leila):
    thank(post=answered(leila, hal, table), by=hal)
    before = asked(leila)
    client.force_login(leila)
    client.post(ABOUT.format(valves.pk), {"says": "never"})
    client.post(ABOUT.format(valves.pk), {"says": "never"})
    Pointing.objects.all().delete()

    assert (len(before), asked(leila), Unasked.objects.count()) == (1, [], 1)


def test_whoever_wishes_is_asked_again(client, valves, table, hal, leila, tomasz):
    thank(post=answered(leila, hal, table), by=hal)
    client.force_login(leila)
    client.post(ABOUT.format(valves.pk), {"says": "never"})
    Pointing.objects.all().delete()
    page = client.get("/c/stick/people/being-asked/").content.decode()
    client.post("/c/stick/people/being-asked/again")

    assert "does not ask you here whether you may be named" in page
    assert (len(asked(leila)), Unasked.objects.count()) == (1, 0)
