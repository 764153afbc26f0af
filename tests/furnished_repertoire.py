"""What is kept in a furnished house, by the member and by the steward, and who of them was asked in by the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from commonplace.communities.doors import SpaceVisibility, Visibility
from commonplace.communities.founding.actions import found
from commonplace.communities.models import Community, Space
from commonplace.communities.spaces.actions import open_space
from commonplace.conversations.actions.attaching import Files
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.uploading import bring
from commonplace.knowledge.actions import asking
from commonplace.people.models import Person
from commonplace.repertoire.actions import (
    adapting,
    changing,
    collecting,
    keeping,
    standing,
    suggesting,
    translating,
    using,
)
from commonplace.repertoire.actions.asking_by_letter import ask_what_came
from commonplace.repertoire.actions.keeping import Taken
from commonplace.repertoire.actions.lending import lend
from commonplace.repertoire.actions.shelving import arrange_shelf
from commonplace.repertoire.actions.trying import will_try
from commonplace.repertoire.actions.wording import About, Source, Words
from commonplace.repertoire.models import How, Passage, Resource, ResourceFile, Told
from commonplace.repertoire.queries.trials import AFTER
from commonplace.runs.models import Run
from tests.furnished_rooms import LONG


class Shelved(NamedTuple):
    """What addresses of the repertoire name, of those known to the member, and of the steward's own."""

    known: dict[str, list[object]]
    own_of_steward: dict[str, list[object]]


def shelve(member: Person, steward: Person, others: Sequence[Person], space: Space) -> Shelved:
    """Keep something of either."""
    of_member, of_steward = (
        _kept(person, others, space) | _asked_in(person, by, space)
        for person, by in ((member, steward), (steward, member))
    )
    lent = _lent(others[0], said_by=member, used_in=space.community)
    return Shelved(known=of_member | {"lent": [lent.pk]}, own_of_steward=of_steward)


def _lent(by: Person, *, said_by: Person, used_in: Community) -> Resource:
    """What another community of the house lends, and what the member told of it."""
    upstream = found(by=by, name=f"Upstream {LONG}", slug="upstream", visibility=Visibility.LISTED)
    upstream.modules = [*upstream.modules, "repertoire"]
    upstream.save(update_fields=["modules"])
    sheet = Words(f"A weir sheet {LONG}", f"Good for {LONG}", {"how": f"Wade *out*, {LONG}."})
    here = keeping.keep(by=by, space=upstream.spaces.get(slug="table"), kind="template", words=sheet)
    arrange_shelf(by=by, community=upstream, languages=[], lends=True)
    lend(by=by, resource=here)
    said = using.Account(How.HELPED, f"It held, {LONG}.", f"In {LONG}", f"Shorter {LONG}", Told.MEMBERS)
    using.tell_use(by=said_by, resource=here, account=said, used_in=used_in)
    polish = Words(f"Karta jazu {LONG}", f"Dla {LONG}", {"how": f"Wejdź *tam*, {LONG}."})
    translating.translate(by=by, resource=here, language="pl", words=polish, number=1)
    return here


def _asked_in(person: Person, by: Person, space: Space) -> dict[str, list[object]]:
    question = open_conversation(by=by, space=space, kind="question", title=f"Who knows weirs, {LONG}?", text="Which?")
    return {"being-asked": [asking.ask_in(by=by, conversation=question, person=person).pk]}


def _kept(by: Person, others: Sequence[Person], space: Space) -> dict[str, list[object]]:
    first, second = others[:2]
    said = Words(f"A card {LONG}", f"Good for {LONG}", {"how": f"Fold *it*, {LONG}."})
    here = keeping.keep(
        by=by,
        space=space,
        kind="template",
        words=said,
        about=About(topics=("Valves",), review_on=timezone.localdate() - timedelta(days=2)),
        source=Source(work=f"Their card {LONG}", work_address="https://works.example/card"),
    )
    better = Words(said.title, said.good_for, {**said.parts, "limits": f"Not {LONG}."})
    changing.change(by=by, resource=here, words=better, on=1, summary=f"Limits {LONG}")
    standing.say_read(by=first, resource=here, words=f"Clear, {LONG}.")
    until = timezone.localdate() + timedelta(days=90)
    standing.stand_for(by=second, resource=here, until=until, limits=f"within {LONG}")
    offered = Words(said.title, said.good_for, {"how": f"Fold it twice, {LONG}."})
    waiting = suggesting.offer(by=first, resource=here, words=offered, on=2, why=f"Twice {LONG}")
    sheet = bring(by=by, community=space.community, upload=SimpleUploadedFile("readings.csv", b"a,b", "text/csv"))
    changing.change(by=by, resource=here, words=better, on=2, files=Files(bring=[sheet]))
    own = _used(by, first, here)
    polish = Words(f"Karta {LONG}", f"Dla {LONG}", {"how": f"Złóż *ją*, {LONG}."})
    again = translating.translate(
        by=first, resource=here, language="pl", words=polish, number=1, drafted_by="translate.example"
    )
    case = Words(f"A case {LONG}", "", {"context": f"A town {LONG}."})
    older = keeping.keep(by=by, space=space, kind="case", words=case, checked=list(keeping.ANONYMISING), agreed="All.")
    standing.supersede(by=by, resource=older, successor=here, why=f"Shorter {LONG}")
    own_card = Words(f"Our card {LONG}", said.good_for, {"how": f"Fold it at home, {LONG}."})
    grown = adapting.adapt(by=by, parent=here, space=space, words=own_card, changed=f"For home, {LONG}")
    passage = _harvested(by, first, space)
    path = collecting.collect(by=by, space=space, title=f"In order {LONG}", good_for=f"For {LONG}")
    stop = collecting.put_in(by=by, collection=path, resource=here, words=f"First {LONG}")
    return {
        "repertoire": [here.pk, older.pk, grown.pk, passage.resource_id],
        "passages": [passage.pk],
        # It waits for the yes of whoever said it.
        "words-of-mine": [passage.pk + 1],
        "revisions": [1, 2],
        "suggestions": [waiting.pk],
        "collections": [path.pk],
        "stops": [stop.pk],
        "uses": [own],
        "kept": [sheet.file.pk],
        "translations": [again.pk],
        "versions": [ResourceFile.objects.get(resource=here).pk],
    }


def _used(by: Person, another: Person, here: Resource) -> object:
    """What came of it, as somebody else tells it and as its keeper does, with what was done; the key of the latter."""
    said = (f"It fitted, {LONG}.", f"In {LONG}", f"Folded {LONG}")
    using.tell_use(by=another, resource=here, account=using.Account(How.HELPED, *said, Told.NAMELESS))
    own = using.tell_use(by=by, resource=here, account=using.Account(How.HARM, *said, Told.MEMBERS))
    using.say_what_was_done(by=by, use=own, words=f"Written on its face, {LONG}.")
    harm = using.Account(How.HARM, f"It tore, {LONG}.", told=Told.STEWARD)
    using.tell_use(by=another, resource=here, account=harm)
    return own.pk


def _harvested(by: Person, other: Person, window: Space) -> Passage:
    """A guide in the window whose words another said there, and one's own that were said among members."""
    table = Space.objects.get(community=window.community, slug="table")
    talk = open_conversation(by=other, space=window, kind="tip", title=f"A tip {LONG}", text=f"Warm it, {LONG}.")
    mine = open_conversation(by=by, space=table, kind="tip", title=f"Another {LONG}", text=f"Cool it, {LONG}.")
    passages = [Taken(one.posts.get(), "how") for one in (talk, mine)]
    guide = Words(f"A guide {LONG}", "", {})
    made = keeping.keep(
        by=by, space=window, kind="guide", words=guide, source=Source(conversation=talk), passages=passages
    )
    first, own = made.passages.order_by("position")
    assert (first.author, own.author) == (other, by)
    return first


def kept_of_run(run: Run, by: Person, window: Space) -> None:
    """A guide in the window of what was kept at a gathering among members; whoever said it is asked."""
    lines = run.captured.filter(taken_back_at=None).order_by("pk")
    guide, source = Words(f"From the table {LONG}", "", {"how": "As we said:"}), Source(gathering=run.gathering)
    taken = [Taken(one, "how") for one in lines]
    keeping.keep(by=by, space=window, kind="guide", words=guide, source=source, passages=taken)


def asked_for_words(place: Community, person: Person, by: Person) -> None:
    """Somebody keeps in the window what a person said among members."""
    window = open_space(community=place, slug="outlook", name="Outlook", visibility=SpaceVisibility.PUBLIC)
    talk = open_conversation(
        by=person, space=place.spaces.get(slug="table"), kind="tip", title="A tip", text="Warm it."
    )
    taken = [Taken(talk.posts.get(), "how")]
    keeping.keep(by=by, space=window, kind="guide", words=Words("A guide", "", {}), passages=taken)


def asked_what_came(place: Community, person: Person, by: Person, *, title: str) -> None:
    """A person is asked, six weeks later, what came of what they would try."""
    guide = Words(title, "", {"how": "Warm it."})
    here = keeping.keep(by=by, space=place.spaces.get(slug="table"), kind="guide", words=guide)
    will_try(by=person, what=here)
    day = timezone.now() + AFTER + timedelta(days=2)
    ask_what_came(now=day.replace(hour=12, minute=0))
