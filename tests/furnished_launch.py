"""A community on its way, in the furnished house: one conversation was had, another is promised."""

from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.communities.spaces.actions import seat
from commonplace.launch.actions.beginning import begin
from commonplace.launch.actions.gathering_issues import gather, name_issue
from commonplace.launch.actions.interviewing import YOURS, Said, write_down
from commonplace.launch.actions.obstacles import follow, note
from commonplace.launch.actions.starting import choose, cross
from commonplace.launch.actions.wording import put_term
from commonplace.letters.signed_links import token_of
from commonplace.people.models import Person


def launching(steward: Person, member: Person, community: Community) -> dict[str, list[object]]:
    """What addresses of the launch may be."""
    launch = begin(by=steward, community=community)
    seat(by=steward, space=launch.space, person=member)
    today = timezone.localdate()
    said = Said(agreed=True, on=today, hard="Alarms at *four*.", talks_to="nobody", would="once", about="Senja")
    held = write_down(by=member, launch=launch, said=said)
    promised = write_down(by=steward, launch=launch, said=Said(agreed=True, name="Berit", address="b@example.org"))
    # Somebody who has an account here already.
    hers = {"name": "Leila Haddad", "address": "leila@example.org", "about": "plans", "would_words": "On Fridays."}
    told = Said(agreed=True, on=today, hard="Long nights.", talks_to="her crew", would="once", **hers)
    write_down(by=member, launch=launch, said=told)
    issue = name_issue(by=member, launch=launch, name="Deciding alone at night", about="alarms")
    gather(by=member, issue=issue, voices={held.pk: True})
    choose(by=steward, launch=launch, how="quiet", issue=issue)
    cross(by=steward, launch=launch, states={"listen": "done", "book": "out"})
    obstacle = note(by=member, launch=launch, strand="integrate", words="Sunday work is not paid")
    follow(by=member, obstacle=obstacle, words=obstacle.words, asked_of="The regional office", answer="")
    term = put_term(by=member, launch=launch, term="Night ear", meaning="Whoever listens *after* ten.")
    return {
        "terms": [term.pk],
        "strands": ["integrate"],
        "obstacles": [obstacle.pk],
        "issues": [issue.pk],
        "interviews": [held.pk, promised.pk],
        "yours": [token_of(held.pk, salt=YOURS), token_of(promised.pk, salt=YOURS)],
    }
