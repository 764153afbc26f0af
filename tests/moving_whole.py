"""What the furnished house has none of, so that a community that moves has rows of each list; by the real actions."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from commonplace.communities.joining.actions.greeting import greet
from commonplace.communities.models import Membership, Topic
from commonplace.conversations.actions.attaching import Files
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.actions.ending import close
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.splitting import split
from commonplace.conversations.actions.uploading import bring
from commonplace.conversations.models import Conversation
from commonplace.cultivation.actions import be_drawn, put_off
from commonplace.digests.actions.choosing import choose_day
from commonplace.gatherings.actions.asking import share
from commonplace.gatherings.actions.convening import Plan
from commonplace.gatherings.actions.serial import begin_series
from commonplace.gatherings.models import Gathering
from commonplace.knowledge.actions.asking import ask_in, leave_unasked, limit_asking, say_pointing
from commonplace.knowledge.actions.looking import look_for
from commonplace.knowledge.actions.tending import set_aside
from commonplace.knowledge.gaps import Missing
from commonplace.leadership.actions.carrying import carry
from commonplace.leadership.actions.reporting import report_back
from commonplace.leadership.groups import Group
from commonplace.repertoire.actions import changing, standing
from commonplace.repertoire.actions.adapting import adapt
from commonplace.repertoire.actions.shelving import arrange_shelf
from commonplace.repertoire.actions.trying import will_try
from commonplace.repertoire.models import Resource
from commonplace.runs.actions.asking import keep_nothing
from commonplace.stories.actions.linking import link
from commonplace.stories.models import Step
from commonplace.undertakings.actions.looking_out import YardstickTerms, keep_yardstick
from commonplace.undertakings.actions.passing_on import say_nothing_new
from commonplace.undertakings.actions.scanning import name_source, take_source
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import Lesson, Scan, ScanNote, ScanTurn, Undertaking
from tests.furnished import Furnished


def furnish_whole(house: Furnished) -> None:
    """Make one of each."""
    now, ines, hal = timezone.now(), house.steward, house.member
    space = house.community.spaces.order_by("position", "pk").first()
    address = f"/c/{house.community.slug}/people/{hal.pk}/"
    talk = open_conversation(
        space=space, by=ines, kind="question", title="Who has been there?", text=f"@{hal.name}, see {address}"
    )
    replies = [reply(conversation=talk, by=hal, text=f"Answer {number} at {address}.") for number in range(4)]
    withdraw(by=hal, post=replies[3])
    close(by=ines, conversation=split(by=ines, post=replies[1], title="Another matter"), why="Said.")
    put_off(by=ines, community=house.community, code="quiet", abouts=["hal"], now=now)
    be_drawn(by=hal, community=house.community)
    choose_day(by=ines, community=house.community, weekday=2)
    greet(by=ines, membership=Membership.objects.get(community=house.community, person=hal), words="Hello.")
    plan = Plan(title="Clinic", wall=(now + timedelta(days=9)).replace(tzinfo=None, microsecond=0), zone="UTC")
    begin_series(by=ines, space=space, plan=plan, rule="FREQ=WEEKLY;COUNT=3")
    share(by=ines, gathering=(clinic := Gathering.objects.order_by("pk").last()), person=hal, part="facilitates")
    carry(by=hal, gathering=clinic, group=Group.REPORTERS)
    look_for(
        by=ines, gathering=clinic, topic=Topic.objects.filter(community=house.community).order_by("pk")[0], number=2
    )
    Gathering.objects.filter(pk=clinic.pk).update(starts_at=now - timedelta(hours=2), ends_at=now - timedelta(hours=1))
    clinic.refresh_from_db()
    keep_nothing(gathering=clinic, by=ines)
    scan = Scan.objects.select_related("undertaking").filter(turns__settled_at=None).first().undertaking
    source = name_source(by=hal, undertaking=scan, title="Pipe Monthly", where="The shelf")
    take_source(person=hal, undertaking=scan, source=source)
    ScanTurn.objects.filter(scan=scan.pk).update(settled_at=None)
    ScanNote.objects.filter(turn__scan=scan.pk, by=hal).delete()
    say_nothing_new(by=hal, undertaking=scan)
    compared = Undertaking.objects.filter(kind=Kind.MUTUAL).order_by("pk").first()
    Lesson.objects.filter(benchmark=compared.pk).update(told_at=now)
    looked = Undertaking.objects.filter(kind=Kind.EXTERNAL).order_by("pk").first()
    keep_yardstick(by=hal, undertaking=looked, terms=YardstickTerms("Nights", "two", "one", None))
    report_back(by=hal, gathering=clinic, group=Group.REPORTERS, text="We laughed twice.")
    _keep_what_is_known(house, talk)
    step = Step.objects.filter(story__title="The Sunday-night shift").order_by("pk").first()
    seen = Resource.objects.visible_to(step.story.teller).filter(community=house.community).order_by("pk")
    link(by=step.story.teller, step=step, kind="resource", object_id=seen[0].pk)


def _keep_what_is_known(house: Furnished, talk: Conversation) -> None:
    """A file of a resource, one that is kept no more, and who may be asked in by name, how often."""
    ines, hal, community = house.steward, house.member, house.community
    card, case = (
        Resource.objects.filter(kept_by=hal, kind=kind).order_by("pk").first() for kind in ("template", "case")
    )
    sheet = bring(by=hal, community=community, upload=SimpleUploadedFile("card.txt", b"tick, count", "text/plain"))
    changing.change(by=hal, resource=card, words=changing.words_now(card), on=card.revision, files=Files(bring=[sheet]))
    standing.bring_back(by=hal, resource=case)
    standing.retire(by=hal, resource=case, why="Nobody digs there now.")
    say_pointing(by=hal, topic=Topic.objects.filter(community=community).order_by("pk").first(), is_welcome=True)
    limit_asking(by=hal, community=community, a_week=3)
    leave_unasked(by=ines, community=community)
    word = Topic.objects.filter(community=community).order_by("pk").first()
    set_aside(by=ines, topic=word, missing=[Missing.STALE])
    arrange_shelf(by=ines, community=community, languages=["en", "pl"])
    will_try(by=ines, what=card)
    adapt(
        by=hal,
        parent=card,
        space=card.space,
        words=changing.words_now(card),
        changed="Larger boxes.",
        about=changing.about_now(card),
    )
    lent = Resource.objects.get(lending__isnull=False)
    table = community.spaces.get(slug="table")
    adapt(by=hal, parent=lent, space=table, words=changing.words_now(lent), changed="For our weirs.")
    other = open_conversation(space=talk.space, by=ines, kind="question", title="Who knows weirs?", text="Which?")
    ask_in(by=ines, conversation=other, person=hal)
