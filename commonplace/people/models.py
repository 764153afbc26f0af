"""Who someone is, across communities."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.lib.folding import LONGEST, folded
from commonplace.people.days import Day
from commonplace.people.passphrases import one_spelling, spellings_of
from commonplace.store.fast_rows import FromRows


class FoldedName(models.CharField[str, str]):
    """The name beside it as names are looked up, by both databases alike: whoever writes a row writes it as well.

    `change_profile` writes it with a new name; the doctor tells what was changed by other hands.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """What stands in the row from now on."""
        name = folded(model_instance.name)  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, name)
        return name


class PersonManager(BaseUserManager["Person"]):
    """Makes persons; whoever has claimed a name can sign in, whoever has not is remembered from an archive."""

    def create_user(self, *, name: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(name=name, claimed_at=fields.pop("claimed_at", timezone.now()), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(FromRows, AbstractBaseUser):
    """Someone, known by name. Addresses live in allauth's EmailAddress; nothing but a name is ever required."""

    name = models.CharField(_("name"), max_length=120)
    folded_name = FoldedName(max_length=LONGEST, default="", blank=True, editable=False)
    craft = models.CharField(_("craft in one line"), max_length=160, blank=True)
    photo = models.ForeignKey("files.StoredFile", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    ask_about = models.CharField(_("ask me about"), max_length=240, blank=True)
    learning_about = models.CharField(_("learning about"), max_length=240, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    place = models.CharField(_("place"), max_length=80, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    language = models.CharField(_("language of the pages"), max_length=12, blank=True)
    look = models.CharField(_("light"), max_length=8, blank=True)
    uses_keys = models.BooleanField(default=False)
    # Suggestions for the profile that were put aside for good.
    put_aside = models.JSONField(default=list, blank=True)
    is_operator = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(default=timezone.now)
    # Moved by every action on the profile; what indexes people reads on from here.
    changed_at = models.DateTimeField(default=timezone.now, db_index=True)
    last_login = Day(_("last login"), null=True, blank=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "id"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        indexes: ClassVar = [models.Index(fields=["name"]), models.Index(fields=["folded_name"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_claimed(self) -> bool:
        """Whether a living account stands behind the name."""
        return self.claimed_at is not None

    def set_password(self, raw_password: str | None) -> None:
        """Hash a passphrase in the one spelling; None opens nothing."""
        super().set_password(None if raw_password is None else one_spelling(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """Whether it is theirs, in whatever spelling it was typed."""
        return any(super(Person, self).check_password(one) for one in spellings_of(raw_password or ""))

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class Affiliation(models.Model):
    """Where someone works or belongs: an organisation, perhaps a unit and a country."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.CharField(_("organisation"), max_length=120)
    unit = models.CharField(_("unit"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    is_main = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "organisation", "unit"], name="one_affiliation_each"),
            models.UniqueConstraint(fields=["person"], condition=models.Q(is_main=True), name="one_main_affiliation"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.unit}" if self.unit else self.organisation


class ArchiveAddress(models.Model):
    """An address that an imported person wrote from: never shown; it lets its owner say 'this is me'.

    Two communities whose archives have one address have two people: neither learns whom the other knows by it.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="archive_addresses")
    address = models.CharField(max_length=320)
    # Whose archive gave it: the key of a community, which this room does not know; 0 where none is known any more.
    archive_of = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["address", "archive_of"], name="one_person_of_an_address_in_an_archive"),
        ]

    def __str__(self) -> str:
        return f"an address of {self.person}"


class Merger(models.Model):
    """That two persons were one: the record that outlives the second row."""

    kept = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    merged_id = models.BigIntegerField(unique=True)
    merged_name = models.CharField(max_length=120)
    why = models.CharField(max_length=240)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # What was moved, changed and let go of, where it can be undone (see `way_back`), and who was kept at that time.
    way_back = models.JSONField(null=True, blank=True)
    kept_then = models.BigIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.merged_name} is {self.kept}"


class Claim(models.Model):
    """Someone says that a name from an archive is theirs; the archive's own address or a steward confirms it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    of = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(_("how a steward can know"), max_length=400, blank=True)
    # A digest of the code that went to the archive's address, and how often a wrong one was typed.
    digest = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    accepted = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "of"], condition=models.Q(settled_at__isnull=True), name="one_open_claim_each"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["of", "settled_at"])]

    def __str__(self) -> str:
        return f"{self.person} says: I am {self.of}"
