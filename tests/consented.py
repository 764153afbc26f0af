"""Each thing that people agree to, given by the real actions: who gave it, and where it shows or which letter waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from commonplace.agreements.actions.norms import say_yes
from commonplace.attention.actions.choosing import choose_cadence
from commonplace.attention.actions.sending import send_as_it_happens
from commonplace.attention.models import Cadence
from commonplace.communities.charter.actions import revise_charter
from commonplace.communities.doors import SpaceVisibility, Visibility
from commonplace.communities.founding.actions import found
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.membership.actions.naming import be_named
from commonplace.communities.models import Community, Space
from commonplace.communities.readers import read_on
from commonplace.communities.spaces.actions import open_space
from commonplace.communities.topics.actions import name_topics
from commonplace.conversations.actions.moving import agree_to_move, move
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.cultivation.actions import be_drawn
from commonplace.cultivation.network.keeping import keep_network
from commonplace.gatherings.actions.answering import answer as say_coming
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.gatherings.actions.reminding import remind
from commonplace.knowledge.actions.asking import say_pointing
from commonplace.people.models import Person
from commonplace.repertoire.actions import consenting, lending, trying, using
from commonplace.repertoire.actions.asking_by_letter import ask_what_came
from commonplace.repertoire.actions.keeping import Taken, keep
from commonplace.repertoire.actions.shelving import arrange_shelf
from commonplace.repertoire.actions.standing import stand_for
from commonplace.repertoire.actions.wording import Source, Words
from commonplace.repertoire.models import How, Passage, Resource, Told
from commonplace.repertoire.queries.trials import AFTER
from commonplace.runs.actions.case_note import allow, post_note
from commonplace.runs.models import CaseNote
from commonplace.undertakings.actions import endorsing, lessons, responding
from commonplace.undertakings.models import Undertaking
from commonplace.words.actions.writing import begin
from commonplace.words.telling import tell_of_words
from tests.asked import ask, run_to_its_end
from tests.asked import week_by_mail as week_of
from tests.consented_across import words_along
from tests.consented_stories import followed_in, let_go_in
from tests.furnished_harvest import ended_run
from tests.furnished_rooms import device_of
from tests.in_groups import compare

MARK = "zqmarkx"


@dataclass(frozen=True)
class Agreed:
    """What was agreed to shows as `mark` at `pages` for `reader`; or a letter of this `kind` waits for whoever agreed.

    `later` is what others do once it was taken back, which must not bring it about.
    """

    pages: Sequence[str] = ()
    mark: str = MARK
    kind: str = ""
    later: Callable[[], object] = field(default=lambda: None)


@dataclass(frozen=True)
class Cast:
    """Hal agrees; Ines, who founded it, and Tomasz do the rest; where members talk, where anyone reads, and a few."""

    stick: Community
    ines: Person
    hal: Person
    tomasz: Person
    table: Space
    window: Space

    def circle(self) -> Space:
        """Ines and Hal among themselves."""
        group = SpaceVisibility.GROUP
        return open_space(community=self.stick, slug="two", name="Two", visibility=group, seats=[self.ines, self.hal])

    def card(self, **more: object) -> Resource:
        """What Ines keeps for anyone."""
        words = Words("A card", "For valves.", {"how": "Fold it."})
        return keep(**{"by": self.ines, "space": self.window, "kind": "template", "words": words, **more})


def named_outside(cast: Cast) -> Agreed:
    be_named(person=cast.hal, community=cast.stick, named_as=f"Hal {MARK}")
    return Agreed(["/c/stick/about"])


def pointed_to(cast: Cast) -> Agreed:
    (valves,) = name_topics(community=cast.stick, names=["valves"])
    asked = open_conversation(by=cast.ines, space=cast.table, kind="question", title="An old one", text="Which?",
                              topics=["valves"], at=timezone.now() - timedelta(days=5))  # fmt: skip
    reply(by=cast.hal, conversation=asked, text="These.", at=timezone.now() - timedelta(days=4))
    say_pointing(by=cast.hal, topic=valves, is_welcome=True)
    return Agreed(["/c/stick/conversations/who-may-know?title=Do+valves+freeze%3F&space=table"], mark=cast.hal.name)


def drawn_in_network(cast: Cast) -> Agreed:
    others = [Person.objects.create_user(name=f"Dot {at}") for at in range(9)]
    for one in others:
        admit(person=one, community=cast.stick)
    for one in (cast.hal, *others):
        be_drawn(by=one, community=cast.stick)
    keep_network(community=cast.stick, now=timezone.now())
    return Agreed(["/c/stick/cultivate/network/"], mark="net__dots")


def words_kept(cast: Cast) -> Agreed:
    talk = open_conversation(by=cast.hal, space=cast.circle(), kind="tip", title="Hushed", text=f"Listen {MARK} low.")
    words = Words("Between us", parts={"how": "As we said:"})
    passages = [Taken(talk.posts.get(), "how")]
    kept = cast.card(kind="guide", words=words, passages=passages, source=Source(conversation=talk))
    consenting.answer(by=cast.hal, passage=Passage.objects.get(resource=kept), says="named")
    return Agreed([kept.url("stick")])


def _told() -> using.Account:
    return using.Account(How.HELPED, f"It held {MARK}.", told=Told.MEMBERS)


def uses_told(cast: Cast) -> Agreed:
    card = cast.card()
    using.tell_use(by=cast.hal, resource=card, account=_told())
    return Agreed([card.url("stick"), f"{card.url('stick')}uses/"])


def uses_told_elsewhere(cast: Cast) -> Agreed:
    upstream = found(by=cast.ines, name="Upstream", slug="upstream", visibility=Visibility.LISTED)
    upstream.modules = [*upstream.modules, "repertoire"]
    upstream.save(update_fields=["modules"])
    card = cast.card(space=upstream.spaces.get(slug="table"))
    arrange_shelf(by=cast.ines, community=upstream, languages=[], lends=True)
    lending.lend(by=cast.ines, resource=card)
    using.tell_use(by=cast.hal, resource=card, account=_told(), used_in=cast.stick)
    return Agreed([f"/c/stick/repertoire/lent/{card.pk}/"])


def stood_for(cast: Cast) -> Agreed:
    card = cast.card()
    stand_for(by=cast.hal, resource=card, until=timezone.localdate() + timedelta(days=30), limits=f"in {MARK}")
    return Agreed([card.url("stick")])


def tried(cast: Cast) -> Agreed:
    trying.will_try(by=cast.hal, what=cast.card(), at=timezone.now() - AFTER - timedelta(days=2))
    return _asked_at_noon()


def tried_as_said(cast: Cast) -> Agreed:
    talk = open_conversation(by=cast.ines, space=cast.table, kind="tip", title="Low", text="Listen low.")
    trying.will_try(by=cast.hal, what=talk.posts.get(), at=timezone.now() - AFTER - timedelta(days=2))
    return _asked_at_noon()


def _asked_at_noon() -> Agreed:
    day = timezone.now() - timedelta(days=1)
    ask_what_came(now=datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    return Agreed(kind="tried")


def case_notes(cast: Cast) -> Agreed:
    begun = (timezone.now() - timedelta(minutes=5)).replace(second=0, microsecond=0, tzinfo=None)
    gathering = convene(by=cast.ines, space=cast.table, plan=Plan("A noise to bring", begun, "UTC"))
    ended_run(gathering, cast.ines, (cast.tomasz, cast.hal), MARK, presenter=cast.hal)
    note = CaseNote.objects.get()
    allow(note=note, by=cast.hal, version=note.version)
    posted = post_note(note=note, by=cast.ines)
    return Agreed([f"/c/stick/conversations/{posted.conversation_id}/"], mark="A case of many words")


def takeaways(cast: Cast) -> Agreed:
    ask(run_to_its_end(cast.ines, cast.hal, cast.table, words="I dig."))
    return Agreed(kind="what_came")


def letters_that_ask(cast: Cast) -> Agreed:
    ask(run_to_its_end(cast.ines, cast.hal, cast.table, words="I dig."))
    return Agreed(kind="wishes")


def week_by_mail(cast: Cast) -> Agreed:
    old = timezone.now() - timedelta(days=5)
    open_conversation(by=cast.ines, space=cast.table, kind="question", title="How?", text="So?", at=old)
    week_of(cast.stick, cast.hal, cast.ines)
    return Agreed(kind="week")


def _response(cast: Cast) -> Undertaking:
    until = timezone.now() + timedelta(days=5)
    terms = responding.Terms(title="To them", addressee="The office", comments_until=until, text="One thing.")
    return responding.begin_response(by=cast.ines, space=cast.window, terms=terms)


def endorsed(cast: Cast) -> Agreed:
    here = _response(cast)
    endorsing.endorse(by=cast.hal, undertaking=here, on=1, speaks_as=f"for {MARK}")
    return Agreed([f"/c/stick/joint-responses/{here.pk}/"])


def signed_otherwise(cast: Cast) -> Agreed:
    here = _response(cast)
    endorsing.see_otherwise(by=cast.hal, undertaking=here, text=f"None of {MARK}.")
    return Agreed([f"/c/stick/joint-responses/{here.pk}/"])


def told_lessons(cast: Cast) -> Agreed:
    here, _group = compare(cast.ines, [cast.hal], cast.window, title="Our nights", secret="ours")
    lesson = lessons.word_lesson(by=cast.ines, undertaking=here, text=f"Listen {MARK} at two.")
    lessons.agree(by=cast.hal, undertaking=here, lesson=lesson, on=1)
    return Agreed([f"/c/stick/mutual-benchmarks/{here.pk}/"])


def wider_audience(cast: Cast) -> Agreed:
    """Asked of two, of whom the second agrees once the first has taken it back."""
    talk = open_conversation(by=cast.ines, space=cast.table, kind="tip", title="A tip", text="Low.")
    for who in (cast.hal, cast.tomasz):
        reply(by=who, conversation=talk, text=f"{MARK}, says {who.pk}.")
    asked = move(by=cast.ines, conversation=talk, to=cast.window)
    agree_to_move(by=cast.hal, move=asked)
    return Agreed([f"/c/stick/conversations/{talk.pk}/"], later=lambda: agree_to_move(by=cast.tomasz, move=asked))


def letters_of_community(cast: Cast) -> Agreed:
    choose_cadence(person=cast.hal, community=cast.stick, cadence=Cadence.AT_ONCE)
    open_conversation(by=cast.ines, space=cast.table, kind="tip", title="A tip", text="Low.")
    read_on()
    send_as_it_happens(now=timezone.now())
    return Agreed(kind="post")


def letters_that_call(cast: Cast) -> Agreed:
    talk = open_conversation(by=cast.hal, space=cast.table, kind="question", title="How?", text="How?")
    reply(by=cast.ines, conversation=talk, text="So.")
    read_on()
    return Agreed(kind="notice")


def devices(cast: Cast) -> Agreed:
    device_of(cast.hal)
    return Agreed(["/me/attention"], mark="Firefox on Linux")


def reminders(cast: Cast) -> Agreed:
    soon = (timezone.now() + timedelta(hours=2)).replace(second=0, microsecond=0, tzinfo=None)
    gathering = convene(by=cast.ines, space=cast.table, plan=Plan("A noise to bring", soon, "UTC"))
    say_coming(gathering=gathering, person=cast.hal, says="yes", at=timezone.now() - timedelta(days=2))
    remind(now=timezone.now())
    return Agreed(kind="gathering")


def letters_of_words(cast: Cast) -> Agreed:
    begin(by=cast.ines, to=[cast.hal.pk], text="Gladly.")
    tell_of_words(now=timezone.now())
    return Agreed(kind="word")


def norms(cast: Cast) -> Agreed:
    revise_charter(by=cast.ines, community=cast.stick, words={"norms": "Nobody sells."}, summary="First")
    cast.stick.modules = [*cast.stick.modules, "agreements"]
    cast.stick.save(update_fields=["modules"])
    say_yes(by=cast.hal, community=cast.stick, on_revision=1)
    return Agreed(["/c/stick/norms"], mark="1 member has said yes to these words.")


GIVE: dict[str, Callable[[Cast], Agreed]] = {
    one.__name__: one
    for one in (
        *(
            drawn_in_network,
            words_along,
            named_outside,
            pointed_to,
            words_kept,
            uses_told,
            uses_told_elsewhere,
            stood_for,
            tried,
            tried_as_said,
        ),
        *(case_notes, takeaways, letters_that_ask, week_by_mail, endorsed, signed_otherwise, wider_audience),
        *(letters_of_community, letters_that_call, devices, reminders, letters_of_words, norms),
    )
} | {
    "lessons": told_lessons,
    "story_steps": lambda cast: Agreed(*let_go_in(cast.stick, cast.hal, MARK)),
    "follows_leads": lambda cast: Agreed(*followed_in(cast.stick, cast.card(), cast.tomasz, cast.hal)),
}
