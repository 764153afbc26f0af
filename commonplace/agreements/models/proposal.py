"""A proposal to change the charter, its wordings, what members answer and say, and what was decided."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonplace.communities import access
from commonplace.communities.charter.sections import ALL
from commonplace.communities.charter.ways import HEADING, WAY, Way, read_way
from commonplace.communities.models import CharterRevision, Community, Membership
from commonplace.communities.standing import LASTING
from commonplace.communities.viewpoint import beyond_byline
from commonplace.lib.days import last_day
from commonplace.people.models import Person
from commonplace.ui.addresses import address

KIND, REMARK = "proposal", "remark"
# Not a passage of the charter: members choose who tends it in the way in which they change it.
STEWARD = "steward"
HEADINGS: dict[str, str | Promise] = {**{one.key: one.heading for one in ALL}, WAY: HEADING}
CALLED = {**HEADINGS, STEWARD: _("Who tends this")}


class Says(models.TextChoices):
    """What a member answers to a wording."""

    YES = "yes", _("I can live with it")
    NO = "no", _("I object, and say why")
    ASIDE = "aside", _("I stand aside")


class Outcome(models.TextChoices):
    """What came of a proposal."""

    ADOPTED = "adopted", _("adopted")
    NOT_ADOPTED = "not_adopted", _("not adopted")
    WITHDRAWN = "withdrawn", _("withdrawn")
    UNCARRIED = "uncarried", _("lapsed: nobody carried it on")
    OVERTAKEN = "overtaken", _("lapsed: the words it would change had changed")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals, asked by who may read them, and by how they stand."""

    def visible_to(self, person: Person | None) -> Self:
        """Those of communities where `person` has a standing, less what is held."""
        return self.filter(
            access.has_standing(person, "community_id"),
            access.is_not_held(person, kind=KIND, author="by_id", community="community_id"),
        )

    def visible_inside(self) -> Self:
        """Those that everyone with a standing may see, in a letter too."""
        return self.filter(access.is_not_held(None, kind=KIND, author="by_id", community="community_id"))

    def undecided(self) -> Self:
        """Those of which nothing has come yet, their window over or not."""
        # No join, so that they can be locked on PostgreSQL, too.
        return self.filter(~Exists(Decision.objects.filter(proposal=OuterRef("pk"))))

    def open_at(self, now: datetime) -> Self:
        """Those that members still answer."""
        return self.undecided().filter(ends_at__gt=now)

    def carried(self) -> Self:
        """Those whose carrier is still a member."""
        here = Membership.objects.filter(
            community=OuterRef("community"), person=OuterRef("carried_by"), standing__in=LASTING
        )
        return self.filter(Exists(here))

    def with_faces(self) -> Self:
        """Joined to what a page shows of each."""
        rows = self.select_related("by", "carried_by", "decision__revision")
        return rows.defer("decision__revision__words", *beyond_byline("by", "carried_by"))


class Proposal(models.Model):
    """Somebody proposes other words for one passage of the charter: a section, or how it is changed.

    How it is decided is what the charter said when it was put; `overtaken_at` is when the passage got other words than
    those that its latest wording would change.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    passage = models.CharField(max_length=16)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    carried_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # What changes, in a line.
    title = models.CharField(max_length=240)
    why = models.TextField(max_length=2000)
    way = models.CharField(max_length=24)
    at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(db_index=True)
    overtaken_at = models.DateTimeField(null=True, blank=True)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # unique where there is one

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by", "idempotency_key"], name="one_proposal_each_sending")
        ]
        indexes: ClassVar = [models.Index(fields=["community", "-at", "-id"])]

    def __str__(self) -> str:
        return self.title

    @property
    def until(self) -> date:
        """The last day on which members answer."""
        return last_day(self.ends_at)

    @property
    def heading(self) -> str | Promise:
        """What the passage is called."""
        return CALLED.get(self.passage, self.passage)

    @property
    def rule(self) -> Way:
        """How it is decided."""
        return read_way(self.way)

    @property
    def is_of_the_way(self) -> bool:
        """Whether it would change how the charter is changed."""
        return self.passage == WAY

    @property
    def is_of_a_steward(self) -> bool:
        """Whether somebody is proposed to tend the community."""
        return self.passage == STEWARD

    @property
    def decided(self) -> Decision | None:
        """What came of it, None while nothing has."""
        return getattr(self, "decision", None)

    def is_open(self, now: datetime) -> bool:
        """Whether members still answer."""
        return self.decided is None and self.ends_at > now

    def url(self, slug: str) -> str:
        """Where it stands in the community of this name."""
        return address("proposal", slug, self.pk)


class Wording(models.Model):
    """One wording of what is proposed, and the words of the charter that `stood` as it was written."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="wordings")
    number = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    stood = models.TextField(blank=True)
    # What became another since the wording before.
    summary = models.CharField(max_length=240, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["proposal", "number"], name="one_wording_each_number")]

    def __str__(self) -> str:
        return f"{self.proposal_id}, wording {self.number}"


class Answer(models.Model):
    """What one member answers to one wording; `reply` is what the carrier says to an objection."""

    wording = models.ForeignKey(Wording, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    says = models.CharField(max_length=5, choices=Says)
    words = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField(default=timezone.now)
    reply = models.TextField(max_length=2000, blank=True)
    reply_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["wording", "person"], name="one_answer_each_wording")]

    def __str__(self) -> str:
        return f"{self.wording_id}: {self.says}"

    @property
    def is_objection(self) -> bool:
        """Whether it speaks against the wording."""
        return self.says == Says.NO


class RemarkQuerySet(models.QuerySet["Remark"]):
    """What was said about proposals, asked by who may read it."""

    def visible_to(self, person: Person | None) -> Self:
        """What was said about proposals that `person` may see, less what is held."""
        return self.filter(
            access.is_not_held(person, kind=REMARK, author="person_id", community="proposal__community_id"),
            proposal__in=Proposal.objects.visible_to(person),
        )


class Remark(models.Model):
    """What somebody says about a proposal while it is talked about."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="remarks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    words = models.TextField(max_length=4000, blank=True)
    at = models.DateTimeField(default=timezone.now)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001  # unique where there is one

    objects = RemarkQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "idempotency_key"], name="one_remark_each_sending")
        ]

    def __str__(self) -> str:
        return f"remark {self.pk}"

    def url(self, slug: str) -> str:
        """Where it stands in the community of this name."""
        return f"{address('proposal', slug, self.proposal_id)}#remarks"


class Decision(models.Model):
    """What came of a proposal: how many members answered what, and the revision of the charter that came of it."""

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="decision")
    outcome = models.CharField(max_length=11, choices=Outcome)
    at = models.DateTimeField(default=timezone.now)
    yes = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)
    aside = models.PositiveIntegerField(default=0)
    # How many members there were.
    members = models.PositiveIntegerField(default=0)
    revision = models.ForeignKey(CharterRevision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-at", "-id"])]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.outcome}"

    @property
    def is_adopted(self) -> bool:
        """Whether the charter has these words since."""
        return self.outcome == Outcome.ADOPTED

    @property
    def was_counted(self) -> bool:
        """Whether its window came to its end and the answers were counted."""
        return self.outcome in (Outcome.ADOPTED, Outcome.NOT_ADOPTED)
