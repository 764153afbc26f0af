"""Words between a few people, and what each of them wants of words; nothing of it is a deed."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities.models import Community
from commonplace.people.models import Person


class CorrespondenceQuerySet(models.QuerySet["Correspondence"]):
    """Correspondences, found by their own people alone."""

    def visible_to(self, person: Person | None) -> Self:
        """Those that `person` is in and has not left; stewards and operators are nobody in particular here."""
        if person is None:
            return self.none()
        # From the person on: however many write to each other in the house, theirs are few.
        theirs = Correspondent.objects.filter(person=person, left_at=None)
        return self.filter(pk__in=theirs.values("correspondence"))


class Correspondence(models.Model):
    """Words between the same few people; whoever is to be added begins another with them."""

    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)

    objects = CorrespondenceQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-last_at", "-id"], name="words_latest_first")]

    def __str__(self) -> str:
        return f"correspondence {self.pk}"


class Correspondent(models.Model):
    """Someone's place in a correspondence: how far they have read, which serves them alone, and whether they left."""

    correspondence = models.ForeignKey(Correspondence, on_delete=models.CASCADE, related_name="correspondents")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    read_to = models.PositiveBigIntegerField(default=0)  # the key of the last word shown
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["correspondence", "person"], name="one_place_in_a_correspondence")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.correspondence_id}"


class WordQuerySet(models.QuerySet["Word"]):
    """Words, found by those they went to and whoever wrote them."""

    def visible_to(self, person: Person | None) -> Self:
        """Words in correspondences that `person` is in."""
        return self.filter(correspondence__in=Correspondence.objects.visible_to(person))

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(taken_back_at=None)


class Word(models.Model):
    """One word: what was written, and as it is read. Taken back, nothing of it is left but that it was there."""

    correspondence = models.ForeignKey(Correspondence, on_delete=models.CASCADE, related_name="words")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    source = models.TextField()
    html = models.TextField()
    # Its words, folded, for its own people to find it by: the index of the house knows nothing of it.
    found_by = models.TextField(blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    # Of one sending (see lib/sending.py), or of one letter that came in: sent twice it makes one word.
    idempotency_key = models.CharField(max_length=160, null=True, blank=True)  # noqa: DJ001  # unique, where there is one

    objects = WordQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author", "idempotency_key"], name="a_word_is_written_once")
        ]
        indexes: ClassVar = [models.Index(fields=["correspondence", "-id"], name="words_of_correspondence")]

    def __str__(self) -> str:
        return f"word {self.pk}"


class WordToTell(models.Model):
    """Someone is to be told by letter of a word, unless they read it before."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "word"], name="told_once_of_a_word")]

    def __str__(self) -> str:
        return f"{self.word_id} to {self.person_id}"


class WhoMayWrite(models.TextChoices):
    """From whom someone takes words."""

    SHARED = "shared", _("Anyone I share a community with")
    KNOWN = "known", _("Only people I have written to")
    NOBODY = "nobody", _("Nobody")


class LettersOfWords(models.TextChoices):
    """What of a word comes by mail."""

    WORDS = "words", _("The word itself")
    NEWS = "news", _("Only that there is one, and from whom")
    NONE = "none", _("Nothing; I look here")


class WordsWish(models.Model):
    """What someone wants of words; without a row the first of each choice holds."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    who = models.CharField(max_length=6, choices=WhoMayWrite, default=WhoMayWrite.SHARED)
    letters = models.CharField(max_length=5, choices=LettersOfWords, default=LettersOfWords.WORDS)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person"], name="one_wish_for_words_each")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.who}, {self.letters}"


class NoMoreWords(models.Model):
    """Someone wants no more words from somebody."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    whom = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "whom"], name="no_more_words_said_once")]

    def __str__(self) -> str:
        return f"{self.person_id} from {self.whom_id}"


class WordDraft(models.Model):
    """A word that someone has begun: `place` is "new", or the key of its correspondence; `form` marks its form."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=20)
    form = models.CharField(max_length=36, blank=True)
    to = models.JSONField(default=list)
    text = models.TextField()
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "place", "form"], name="one_draft_of_a_word_each_form")
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.place}"

    @property
    def state(self) -> str:
        """The draft as it stands at this moment; a form that goes on with it says so."""
        return f"{self.form}@{self.changed_at.isoformat()}"


class HandedWord(models.Model):
    """A copy of one word, which someone who received it handed to stewards, until they are done with it."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    word = models.ForeignKey(Word, null=True, on_delete=models.SET_NULL, related_name="+")
    html = models.TextField()
    why = models.CharField(max_length=400)
    written_at = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "word", "by"], name="a_word_is_handed_once")
        ]

    def __str__(self) -> str:
        return f"handed word {self.pk}"
