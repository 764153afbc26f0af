"""Someone is erased: what they kept stays without a name, or goes word by word where they wish so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext, override

from commonplace.communities.models import Flag
from commonplace.people.models import Person
from commonplace.repertoire.actions.consenting import forget_words
from commonplace.repertoire.actions.filing import leave_out, take_out_of
from commonplace.repertoire.actions.indexing import (
    drop_translations,
    keep_collections,
    keep_in_index,
    keep_translations,
)
from commonplace.repertoire.models import (
    Adaptation,
    Anonymising,
    Collection,
    Credit,
    FileVersion,
    Passage,
    Remedy,
    Resource,
    ResourceFile,
    Retirement,
    Review,
    Revision,
    Section,
    Stop,
    Suggestion,
    Supersession,
    TranslatedPart,
    Translation,
    Trial,
    Use,
    Warrant,
)
from commonplace.store.locks import lock


def take_leave(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """Nobody looks after what they did, until somebody takes it on; with `withdraw` the words that they wrote go."""
    wrote = Revision.objects.filter(by=person).values("resource")
    found = list(lock(Resource.objects.filter(pk__in=wrote) | Resource.objects.filter(kept_by=person)))
    collections = list(lock(Collection.objects.filter(kept_by=person)))
    kept = [one.pk for one in found if one.kept_by_id == person.pk]
    Trial.objects.filter(person=person).delete()
    Resource.objects.filter(steward=person).update(steward=None, steward_since=None)
    if withdraw:
        for one in found:
            take_words_out(person, one)
        _take_translations_out(person)
        brought = FileVersion.objects.filter(by=person).exclude(of__resource__in=kept)
        for one in lock(Resource.objects.filter(pk__in=brought.values("of__resource"))):
            take_out_of(person, one)
        _take_remarks_out(person)
        Stop.objects.filter(collection__in=collections).update(words="")
        for path in collections:
            Collection.objects.filter(pk=path.pk).update(title=_nameless(path), good_for="")
    passages = Passage.objects.filter(author=person)
    if not withdraw:
        # What was taken back before goes for good, wherever it is kept.
        passages = passages.filter(post__withdrawal__isnull=False)
    forget_words(list(passages.values_list("pk", flat=True)), now=now)
    Passage.objects.filter(author=person).update(author=None)
    # In the index stands who kept it.
    Resource.objects.filter(kept_by=person).update(kept_by=None)
    Collection.objects.filter(kept_by=person).update(kept_by=None)
    keep_in_index(*(one.pk for one in found))
    said = list(Translation.objects.filter(by=person).values_list("pk", flat=True))
    Translation.objects.filter(pk__in=said).update(by=None)
    keep_translations(*said)
    keep_collections(*(one.pk for one in collections))


def _nameless(one: Resource | Collection) -> str:
    with override(one.community.language):
        return gettext("Something whose words were withdrawn")


def take_words_out(person: Person, resource: Resource) -> None:
    """Take every part that they wrote out of it, out of later revisions as well, where others left it as it was."""
    revisions = list(Revision.objects.filter(resource=resource).order_by("number"))
    theirs: set[tuple[str, str]] = set()
    known: set[tuple[str, str]] = set()
    for one in revisions:
        parts = set(_parts(one))
        if one.by_id == person.pk:
            theirs |= parts - known
        known |= parts
    instead = _nameless(resource)
    # What somebody else suggests begins with their words too, and would bring them back.
    for one in (*revisions, *Suggestion.objects.filter(resource=resource)):
        one.words = {key: source for key, source in one.words.items() if (key, source) not in theirs}
        one.title = instead if ("title", one.title) in theirs else one.title
        one.good_for = "" if ("good_for", one.good_for) in theirs else one.good_for
        one.save(update_fields=["words", "title", "good_for"])
    Revision.objects.filter(resource=resource, by=person).update(summary="")
    for section in Section.objects.filter(resource=resource):
        if (section.part, section.source) in theirs:
            section.delete()
    resource.title = instead if ("title", resource.title) in theirs else resource.title
    called = [words for part, words in theirs if part == "title"]
    Credit.objects.filter(parent=resource, title__in=called).update(title=instead)
    resource.good_for = "" if ("good_for", resource.good_for) in theirs else resource.good_for
    if resource.kept_by_id == person.pk:
        resource.work = resource.work_address = resource.address = ""
        leave_out(ResourceFile.objects.filter(resource=resource))
    resource.save(update_fields=["title", "good_for", "work", "work_address", "address"])


def _take_translations_out(person: Person) -> None:
    """What they said in another language goes, also where others left it as it was, and so does what says theirs."""
    before = Revision.objects.filter(by=person, resource=OuterRef("resource"), number__lte=OuterRef("number"))
    keys = list(Translation.objects.filter(Exists(before) | Q(by=person)).values_list("pk", flat=True))
    wrote = set(TranslatedPart.objects.filter(translation__by=person).values_list("translation__resource", "source"))
    named = set(Translation.objects.filter(by=person).values_list("resource", "title", "good_for"))
    drop_translations(*keys)
    Translation.objects.filter(pk__in=keys).delete()
    for one in Translation.objects.filter(resource__in={pk for pk, *_said in named}).select_related("resource"):
        for part in one.parts.all():
            if (one.resource_id, part.source) in wrote:
                part.delete()
        one.title = one.resource.title if any((one.resource_id, one.title) == n[:2] for n in named) else one.title
        one.good_for = "" if any((one.resource_id, one.good_for) == (n[0], n[2]) for n in named) else one.good_for
        one.save(update_fields=["title", "good_for"])
        keep_translations(one.pk)
    left = Translation.objects.newest().filter(resource__in={pk for pk, *_said in named})
    keep_translations(*left.values_list("pk", flat=True))


def _parts(revision: Revision) -> Iterable[tuple[str, str]]:
    yield "title", revision.title
    yield "good_for", revision.good_for
    yield from revision.words.items()


def _take_remarks_out(person: Person) -> None:
    waiting = list(Suggestion.objects.to_weigh().filter(by=person).values_list("pk", flat=True))
    Flag.objects.filter(kind="suggestion", object_id__in=waiting).delete()
    Suggestion.objects.filter(pk__in=waiting).delete()
    Suggestion.objects.filter(by=person).update(title="", good_for="", words={}, why="")
    Suggestion.objects.filter(settled_by=person).update(answer="")
    Review.objects.filter(by=person).update(words="")
    Adaptation.objects.filter(by=person).update(changed="")
    Credit.objects.filter(by=person).update(changed="")
    Use.objects.filter(person=person).update(text="", where="", changed="")
    Remedy.objects.filter(by=person).update(words="")
    Warrant.objects.filter(person=person).update(limits="")
    Retirement.objects.filter(by=person).update(why="")
    Supersession.objects.filter(by=person).update(why="")
    Anonymising.objects.filter(by=person).update(agreed="")
