"""Two are proposed at once, or one twice; several sign at once; a round is closed while someone answers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonplace.agenda.actions import needs
from commonplace.agenda.models import Asking, NeedTold, Wanted
from commonplace.agreements.actions import choosing, sponsoring
from commonplace.agreements.models import Agreement, Nomination, Signature
from commonplace.communities.charter.actions import choose_way
from commonplace.communities.charter.ways import By, Way
from commonplace.communities.membership.actions.sponsoring import become_sponsor
from commonplace.communities.models import Community
from commonplace.fitness.actions import answering, opening
from commonplace.fitness.instruments import Circle
from commonplace.fitness.models import Cell, HadSheet, Round, Sheet
from commonplace.people.models import Person
from tests import races
from tests.crowds import community, somebody
from tests.races import AT_ONCE, ROUNDS, Race, refused

pytestmark = pytest.mark.usefixtures("shared")


def here_with(*, stewards: int = 1, members: int = 0, modules: tuple[str, ...]) -> tuple[Community, list[Person]]:
    here, people = community(stewards=stewards, members=members)
    here.modules = [*here.modules, *modules]
    here.save(update_fields=["modules"])
    return here, people


def candidacy(person: Person) -> choosing.Candidacy:
    return choosing.Candidacy(person, f"{person.name} for us", "They ask.", timezone.now() + timedelta(days=9))


def one_is_nominated_by_all() -> Race:
    here, people = here_with(members=AT_ONCE + 1, modules=("agreements",))
    choose_way(by=people[0], community=here, way=Way(By.VOTE, quorum=2, days=7))
    wanted, others = people[-1], people[1:-1]

    def check(outcomes) -> None:
        assert (Nomination.objects.filter(person=wanted).count(), refused(outcomes)) == (1, AT_ONCE - 1)

    doers = [lambda by=by: choosing.nominate(by=by, community=here, candidacy=candidacy(wanted)) for by in others]
    return Race(doers, check, (choosing.CannotTend,))


def two_nominate_each_other() -> Race:
    here, people = here_with(members=2, modules=("agreements",))
    choose_way(by=people[0], community=here, way=Way(By.VOTE, quorum=2, days=7))
    pairs = [(people[1], people[2]), (people[2], people[1])]

    def check(outcomes) -> None:
        assert (Nomination.objects.filter(proposal__community=here).count(), refused(outcomes)) == (2, 0)

    doers = [
        lambda by=by, one=one: choosing.nominate(by=by, community=here, candidacy=candidacy(one)) for by, one in pairs
    ]
    return Race(doers, check)


def laid_down() -> tuple[Agreement, list[Person], Person]:
    here, (steward, *_others) = here_with(modules=("agreements",))
    sponsors = [somebody(f"Sponsor {n}") for n in range(3)]
    for one in sponsors:
        become_sponsor(person=one, community=here)
    terms = sponsoring.Terms("An hour.", "Who said what.", timezone.now().date() + timedelta(days=200))
    return sponsoring.lay_down(by=steward, community=here, terms=terms, on=0), sponsors, steward


def all_sponsors_sign() -> Race:
    agreement, sponsors, _steward = laid_down()

    def check(outcomes) -> None:
        assert (Signature.objects.filter(agreement=agreement).count(), refused(outcomes)) == (2, len(sponsors) - 1)

    doers = [lambda by=by: sponsoring.sign(by=by, agreement=agreement) for by in sponsors]
    return Race(doers, check, (sponsoring.ReadAnother,))


def one_signs_while_another_version_is_laid_down() -> Race:
    agreement, (sponsor, *_others), steward = laid_down()
    terms = sponsoring.Terms("Two hours.", "Nothing.", timezone.now().date() + timedelta(days=300))

    def check(outcomes) -> None:
        signed = agreement.signatures.filter(side="host").exists()
        # Either it was signed first and the new one waits, or whoever would sign reads that there is another.
        assert refused(outcomes) == (0 if signed else 1)
        assert Agreement.objects.filter(community=agreement.community).count() == 2

    doers = [
        lambda: sponsoring.sign(by=sponsor, agreement=agreement),
        lambda: sponsoring.lay_down(by=steward, community=agreement.community, terms=terms, on=1),
    ]
    return Race(doers, check, (sponsoring.ReadAnother,))


def a_round_is_closed_while_someone_answers() -> Race:
    here, people = here_with(members=AT_ONCE + 1, modules=("fitness",))
    until = (timezone.now() + timedelta(days=9)).date()
    opened = opening.open_round(by=people[0], community=here, instrument="fitness", circles=[], until=until)
    words = answering.Words({"time": 2})
    for by in people[:AT_ONCE]:
        answering.answer(by=by, opened=opened, words=words)
    late = people[AT_ONCE:]

    def check(outcomes) -> None:
        cell = Cell.objects.get(round=opened, circle=Circle.MEMBERS, item="time")
        assert (cell.people, Sheet.objects.filter(round=opened).count()) == (AT_ONCE, 0)
        assert not HadSheet.objects.filter(round=opened).exists()
        assert Round.objects.get(pk=opened.pk).closed_at is not None

    doers = [lambda by=by: answering.answer(by=by, opened=opened, words=words) for by in late]
    return Race([*doers, lambda: opening.close(by=people[0], opened=opened)], check, (answering.IsOver,))


def one_answers_a_round_many_times() -> Race:
    here, people = here_with(modules=("fitness",))
    until = (timezone.now() + timedelta(days=9)).date()
    opened = opening.open_round(by=people[0], community=here, instrument="fitness", circles=[], until=until)
    words = answering.Words({"time": 2})

    def check(outcomes) -> None:
        assert (Sheet.objects.filter(round=opened).count(), refused(outcomes)) == (1, AT_ONCE - 1)

    doers = [lambda: answering.answer(by=people[0], opened=opened, words=words)] * AT_ONCE
    return Race(doers, check, (answering.HasAnswered,))


def an_asking_is_closed_while_someone_answers() -> Race:
    here, people = here_with(members=AT_ONCE + 1, modules=("agenda",))
    today = timezone.now().date()
    days = {"until": today + timedelta(days=9), "lasts_to": today + timedelta(days=60)}
    asking = needs.ask(by=people[0], community=here, **days)
    for by in people[:AT_ONCE]:
        needs.say(by=by, asking=asking, said=needs.Said(["stuck"]))
    late = people[AT_ONCE:]

    def check(outcomes) -> None:
        told = NeedTold.objects.get(asking=asking)
        # Whoever came before it was closed is counted, and whoever came after it left nothing.
        assert Wanted.objects.filter(asking=asking).count() == AT_ONCE + len(late) - refused(outcomes)
        assert told.people == AT_ONCE

    doers = [lambda by=by: needs.say(by=by, asking=asking, said=needs.Said(["stuck"])) for by in late]
    return Race([*doers, lambda: needs.close(by=people[0], asking=asking)], check, (needs.IsClosed,))


def two_ask_about_one_season() -> Race:
    here, people = here_with(stewards=AT_ONCE, modules=("agenda",))
    today = timezone.now().date()
    days = {"until": today + timedelta(days=9), "lasts_to": today + timedelta(days=60)}

    def check(outcomes) -> None:
        assert (Asking.objects.filter(community=here).count(), refused(outcomes)) == (1, AT_ONCE - 1)

    return Race([lambda by=by: needs.ask(by=by, community=here, **days) for by in people], check, (needs.IsRunning,))


@pytest.mark.parametrize(
    "race",
    [
        one_is_nominated_by_all,
        two_nominate_each_other,
        all_sponsors_sign,
        one_signs_while_another_version_is_laid_down,
        a_round_is_closed_while_someone_answers,
        one_answers_a_round_many_times,
        an_asking_is_closed_while_someone_answers,
        two_ask_about_one_season,
    ],
)
def test_whoever_comes_second_reads_what_is_the_case(race) -> None:
    for _round in range(ROUNDS):
        races.run(race)
