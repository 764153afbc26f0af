"""A sponsor’s page with requests in each state, what a sponsor said, and three lines."""

from datetime import date, timedelta

from django.utils import timezone

from commonplace.communities.membership.actions.roles import appoint
from commonplace.communities.models import Community, Membership
from commonplace.people.models import Person
from commonplace.sponsorship.actions.asking import Asked, answer, ask, tell_change, withdraw
from commonplace.sponsorship.actions.reporting import Worded, lay_out, put_to_core, read, release, reply
from commonplace.sponsorship.actions.saying import answer_offer, say, write_brief
from commonplace.sponsorship.actions.telling import ask_by_letter, tell_of_report
from commonplace.sponsorship.models import Report, Request
from commonplace.sponsorship.queries.assembling import assembled
from commonplace.sponsorship.queries.stories import to_choose_from

LINES = [{"lead": "47 times", "words": "something was used at work", "how": "counted"}]


def sponsored(community: Community, steward: Person, sponsor: Person) -> dict[str, list[object]]:
    """Among a steward and one who sponsors the community by a role; the keys by which addresses name them."""
    community.modules = [*dict.fromkeys([*community.modules, "sponsorship"])]
    community.save(update_fields=["modules"])
    membership = Membership.objects.get(community=community, person=sponsor)
    appoint(by=steward, membership=membership, name="Sponsor", since=date(2020, 1, 1), until=None)
    open_, answered, gone = (
        ask(by=steward, community=community, asked=Asked(title, "Some attend in their break.", "All could come."))
        for title in ("Let crews stay on the clock", "A hydrophone for the winter", "A second room")
    )
    answer(by=sponsor, request=answered, says="part", words="For one depot.", on=0)
    tell_change(by=steward, request=answered, words="Some come on paid time now.", on=1)
    withdraw(by=steward, request=gone, why="We found one.")
    thanks = say(by=sponsor, community=community, kind="thanks", words="You saved us a winter.")
    offered, taken = (
        say(by=sponsor, community=community, kind="offer", what="room", words=words)
        for words in ("Our hall in May.", "Our hall in June.")
    )
    answer_offer(by=steward, offer=taken, taken=True, reply="Gladly.")
    say(by=sponsor, community=community, kind="matters", words="Fewer night shifts.")
    write_brief(by=steward, community=community, lines=LINES)
    reports = [_report(community, steward, title, days) for title, days in (("winter", 40), ("spring", 20), ("may", 9))]
    put_to_core(by=steward, report=reports[1], until=timezone.now().date() + timedelta(days=4))
    objection = read(by=steward, report=reports[1], says="objects", words="It names a depot.")
    last_week = timezone.now() - timedelta(days=7)
    put_to_core(by=steward, report=reports[2], until=(last_week + timedelta(days=4)).date(), at=last_week)
    # Before everyone of the core group who was asked for other things above, and long enough.
    now = timezone.now()
    put_to_core(by=steward, report=reports[2], until=(now - timedelta(days=1)).date(), at=now - timedelta(days=4))
    other = read(by=steward, report=reports[2], says="objects", words="Too long.")
    reply(by=steward, reading=other, words="It is shorter now.")
    release(by=steward, report=reports[2])
    return {
        "reports": [one.pk for one in reports],
        "readings": [objection.pk],
        "asked": [open_.pk, answered.pk, gone.pk],
        "saying": ["thanks", "offer", "matters"],
        "said": [thanks.pk],
        "offers": [offered.pk],
    }


def _report(community: Community, steward: Person, title: str, days: int) -> Report:
    """A draft over ten days that were over so many days ago, with whatever may be told to sponsors."""
    until = timezone.now().date() - timedelta(days=days)
    worded = Worded(title, "What it was good for.", "And thank you.", [pk for pk, _t in to_choose_from(community)])
    since = until - timedelta(days=9)
    kept = assembled(community, since=since, until=until)
    return lay_out(by=steward, community=community, since=since, until=until, worded=worded, kept=kept)


def sponsor_asked(community: Community, sponsor: Person, *, words: str) -> None:
    """The letter in which a sponsor is asked."""
    membership = Membership.objects.get(community=community, person=sponsor)
    role = membership.roles.create(name="Sponsor", is_sponsor=True)
    made = Request.objects.create(community=community, title=words[:160], why=words, by_when=date(2027, 3, 1))
    ask_by_letter(made, at=made.at)
    day = date(2026, 6, 30)
    tell_of_report(Report.objects.create(community=community, number=9, since=day, until=day, title=words[:80]))
    role.delete()
