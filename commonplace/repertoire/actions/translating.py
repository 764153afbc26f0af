"""A resource is said again in another language, and better each time; a machine's draft is read by a member."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.conversations.actions import editions
from commonplace.conversations.actions.editions import NoLanguage, SaidMeanwhile, TooManyEditions
from commonplace.conversations.enclosures import pictures_among
from commonplace.lib.translating import NoDraft
from commonplace.people.models import Person
from commonplace.repertoire.actions.changing import words_now
from commonplace.repertoire.actions.deeds import record
from commonplace.repertoire.actions.indexing import drop_translations, keep_translations
from commonplace.repertoire.actions.rights import NotTheirs, held_still
from commonplace.repertoire.actions.wording import Words, files_there, rendered
from commonplace.repertoire.models import Resource, TranslatedPart, Translation

__all__ = ["NoDraft", "NoLanguage", "NotTheirs", "SaidMeanwhile", "TooManyEditions"]


def latest_in(resource: Resource, language: str) -> Translation | None:
    """The latest edition in a language."""
    return Translation.objects.filter(resource=resource, language=language).order_by("-edition").first()


def words_in(translation: Translation) -> Words:
    """What it says; one query."""
    said = dict(translation.parts.values_list("part", "source"))
    return Words(translation.title, translation.good_for, said)


def translate(
    *,
    by: Person,
    resource: Resource,
    language: str,
    words: Words,
    number: int,
    over: int = 0,
    drafted_by: str = "",
    at: datetime | None = None,
) -> Translation:
    """Say it in another language, from revision `number`, written over edition `over` (0 for none).

    The same words again of the same revision are no edition. Raises NotTheirs, IsGone, NoLanguage, SaidMeanwhile with
    the edition that stands, TooManyEditions, NothingSaid and `markdown.TextTooLong`.
    """
    at = at or timezone.now()
    editions.require_member(by, resource.community)
    editions.require_language(language, spoken=resource.spoken)
    said = words.tidied(resource.kind)
    with transaction.atomic():
        here = held_still(resource)
        there = latest_in(here, language)
        if there is not None and there.number == number and words_in(there) == said:
            if there.is_unread_draft and not drafted_by:
                say_read(by=by, translation=there, at=at)
            return there
        edition = editions.edition_after(there, over=over, number=number, revision=here.revision)
        html = rendered(here.kind, said, community=here.community, pictures=pictures_among(files_there(here)))
        made = Translation.objects.create(
            resource=here,
            language=language,
            edition=edition,
            number=number,
            title=said.title,
            good_for=said.good_for,
            by=by,
            at=at,
            drafted_by=drafted_by,
        )
        TranslatedPart.objects.bulk_create(
            TranslatedPart(translation=made, part=key, source=said.parts[key], html=html[key]) for key in html
        )
        record("translated", by=by, what=here, at=at, part_id=made.pk, towards=here.kept_by)
        if there is not None:
            drop_translations(there.pk)
        keep_translations(made.pk)
    return made


def draft(*, by: Person, resource: Resource, language: str, at: datetime | None = None) -> Translation:
    """Have a machine say it, where nobody has yet: marked as its draft until a member has read it.

    Raises NotTheirs, NoLanguage, SaidMeanwhile where somebody has, NothingSaid and NoDraft.
    """
    editions.require_member(by, resource.community)
    service = editions.service_for(resource.space)
    if service is None:
        raise NoDraft("none is named")
    if (there := latest_in(resource, language)) is not None:
        raise SaidMeanwhile(there.edition)
    now, number = words_now(resource), resource.revision
    keys = list(now.parts)
    # Nothing is held still while another machine is asked.
    said = service.draft(
        [now.title, now.good_for, *(now.parts[key] for key in keys)], source=resource.spoken, target=language
    )
    words = Words(said[0], said[1], dict(zip(keys, said[2:], strict=True)))
    return translate(
        by=by, resource=resource, language=language, words=words, number=number, drafted_by=service.name[:200], at=at
    )


def say_read(*, by: Person, translation: Translation, at: datetime | None = None) -> None:
    """Say that one has read a machine's draft, and that it says the same. Raises NotTheirs."""
    resource = translation.resource
    editions.require_member(by, resource.community)
    with transaction.atomic():
        moment = at or timezone.now()
        if editions.was_unread(translation, by=by, at=moment):
            record("read_translation", by=by, what=resource, at=moment, part_id=translation.pk)
