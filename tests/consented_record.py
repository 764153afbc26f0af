"""What people agree to about their record, a letter once a year, and being a buddy, given by the real actions."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from commonplace.communities.models import Membership
from commonplace.conversations.actions.opening import open_conversation
from commonplace.people.models import Person
from commonplace.record.actions import buddies, choosing, sharing, signing, yearly
from commonplace.record.kinds import offered_to
from commonplace.record.models import Line, YearlyLetter
from tests.consented import MARK, Agreed, Cast


def _taken(cast: Cast) -> Line:
    open_conversation(by=cast.hal, space=cast.table, kind="question", title="How?", text="So?")
    return choosing.take(by=cast.hal, key=offered_to(cast.hal).items[0].key, words=f"I asked {MARK}.")


def record_shown(cast: Cast) -> Agreed:
    choosing.show(by=cast.hal, line=_taken(cast))
    return Agreed([f"/c/stick/people/{cast.hal.pk}/"])


def record_handed(cast: Cast) -> Agreed:
    day = timezone.localdate() + timedelta(days=9)
    _handed, secret = sharing.hand(by=cast.hal, lines=[_taken(cast).pk], ends_on=day)
    return Agreed([f"/record/of/{secret}"])


def record_signed(cast: Cast) -> Agreed:
    signed, _token = signing.sign_record(by=cast.hal, lines=[_taken(cast).pk])
    return Agreed([f"/record/status/{signed.uid}"], mark='"revokedCredentials": []')


def yearly_letter(cast: Cast) -> Agreed:
    _taken(cast)
    yearly.ask(by=cast.hal)
    YearlyLetter.objects.update(next_on=timezone.localdate())
    yearly.write_letters(now=timezone.now())
    return Agreed(kind="yearly")


def would_be_a_buddy(cast: Cast) -> Agreed:
    """Tomasz came today, and does what Hal does."""
    Person.objects.filter(pk__in=[cast.hal.pk, cast.tomasz.pk]).update(craft="Fitter")
    Membership.objects.filter(person=cast.tomasz, community=cast.stick).update(joined_at=timezone.now())
    buddies.be_willing(by=cast.hal, community=cast.stick)
    return Agreed(["/c/stick/people/first-steps/"], mark=f'name="who" value="{cast.hal.pk}"')


GIVE: dict[str, Callable[[Cast], Agreed]] = {
    one.__name__: one for one in (record_shown, record_handed, record_signed, yearly_letter, would_be_a_buddy)
}
