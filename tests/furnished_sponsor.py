"""A sponsor’s page with requests in each state, what a sponsor said, and three lines."""

from datetime import date

from commonplace.communities.membership.actions.roles import appoint
from commonplace.communities.models import Community, Membership
from commonplace.people.models import Person
from commonplace.sponsorship.actions.asking import Asked, answer, ask, tell_change, withdraw
from commonplace.sponsorship.actions.saying import answer_offer, say, write_brief
from commonplace.sponsorship.actions.telling import ask_by_letter
from commonplace.sponsorship.models import Request

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
    return {
        "asked": [open_.pk, answered.pk, gone.pk],
        "saying": ["thanks", "offer", "matters"],
        "said": [thanks.pk],
        "offers": [offered.pk],
    }


def sponsor_asked(community: Community, sponsor: Person, *, words: str) -> None:
    """The letter in which a sponsor is asked."""
    membership = Membership.objects.get(community=community, person=sponsor)
    role = membership.roles.create(name="Sponsor", is_sponsor=True)
    made = Request.objects.create(community=community, title=words[:160], why=words, by_when=date(2027, 3, 1))
    ask_by_letter(made, at=made.at)
    role.delete()
