"""Letters waiting to go out, and links that work once."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Letter(models.Model):
    """One letter to one address; once sent, its words are gone and only the fact remains."""

    # Posting twice under one key leaves one letter.
    key = models.CharField(max_length=200, unique=True, null=True, blank=True)
    kind = models.CharField(max_length=40)
    # For whoever looks at it before it goes (see last_looks.py): in the words of the room that wrote it.
    about = models.TextField(blank=True)
    to = models.CharField(max_length=320)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    # After this moment it would say what is true no more, as a code that has run out.
    useful_until = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    # Whose fault the last failure was (see faults.py), or why it was given up without one.
    fault = models.CharField(max_length=20, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    # The same at every try, so that a mailbox knows a double for what it is; of what goes to many, the same for all.
    message_id = models.CharField(max_length=320)
    # Whose name stands before the address in From, and that address; nothing where they are the house's own.
    sender_name = models.CharField(max_length=200, blank=True)
    sender_address = models.CharField(max_length=320, blank=True)
    dated_at = models.DateTimeField()
    created_at = models.DateTimeField(default=timezone.now)

    OUT_OF_DATE, ON_PURPOSE, PAUSED, TAKEN_BACK = "out of date", "on purpose", "paused", "taken back"
    # Given up without anything being wrong with the post.
    SETTLED = (OUT_OF_DATE, ON_PURPOSE, PAUSED, TAKEN_BACK)

    class Meta:
        indexes = [models.Index("due_at", condition=Q(sent_at=None, given_up_at=None), name="letters_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(given_up_at=None), name="letters_sent_or_given_up_never_both"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.to}"

    def is_out_of_date(self, now: datetime) -> bool:
        """Whether it would come too late to be of use."""
        return self.useful_until is not None and self.useful_until <= now


class Outage(models.Model):
    """The mail server takes no letters; there is a row only while that is so."""

    server = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()
    rests_until = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"since {self.since:%Y-%m-%d %H:%M}"


class Bounce(models.Model):
    """A letter to an address came back, for good (`is_hard`) or for now."""

    address = models.CharField(max_length=320)
    letter = models.ForeignKey(Letter, null=True, on_delete=models.SET_NULL, related_name="+")
    is_hard = models.BooleanField()
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["address", "at"])]

    def __str__(self) -> str:
        return f"{self.address}: {self.words}"


class Pause(models.Model):
    """No letter goes to an address until somebody says that it works again."""

    class Why(models.TextChoices):
        GONE = "gone"  # nobody lives there
        AGAIN_AND_AGAIN = "again"  # on several days
        COMPLAINT = "complaint"  # somebody there called a letter spam

    address = models.CharField(max_length=320, unique=True)
    why = models.CharField(max_length=10, choices=Why)
    words = models.CharField(max_length=500, blank=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.address} since {self.since:%Y-%m-%d}"


class OneTimeLink(models.Model):
    """What a link allows; of the link itself only a digest is kept, so that a stolen backup opens nothing."""

    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.purpose} until {self.expires_at:%Y-%m-%d %H:%M}"
