"""Letters that rooms above conversations and gatherings write, by their real actions, for the walk over all letters."""

from __future__ import annotations

from django.utils import timezone, translation

from commonplace.communities.models import Community
from commonplace.mail.actions.moving import name_list
from commonplace.people.models import Person
from commonplace.transfer.moving import tell_of_rehearsal
from tests.asked import week_by_mail
from tests.furnished_archive import told_of_a_chat
from tests.furnished_constellation import written_of_crossing
from tests.furnished_fitness import asked_by_letter
from tests.furnished_record import WITHOUT_WORDS as NOR_OF_RECORD
from tests.furnished_record import letters_of_record
from tests.furnished_repertoire import asked_for_words, asked_what_came
from tests.furnished_roles import written_to_sponsor
from tests.furnished_sponsor import sponsor_asked
from tests.furnished_weaving import written_to

# Letters of these kinds say nothing that somebody wrote at length.
WITHOUT_WORDS = {
    "claim",
    "notice",
    "rehearsed",
    "outside_confirm",
    "wishes",
    "closed-chat",
    "case_note",
    "words_kept",
    "tried",
    "crossing",
    "introduction",
    "coffee",
    "fitness_code",
    "week",
    "pulse",
    "story_follow_up",
    "story_read_back",
    "sponsor_report",
} | NOR_OF_RECORD


def from_each_room(
    community: Community, person: Person, steward: Person, language: str, *, title: str, words: str
) -> None:
    """What the rooms above tell `person` and the steward, where somebody calls a thing `title` and says `words`."""
    moving = name_list(by=steward, space=community.spaces.get(slug="table"), address="old@lists.example.org")
    moving.by = person
    with translation.override(language):
        tell_of_rehearsal(moving, timezone.now())
        told_of_a_chat(community, person, steward)
        asked_for_words(community, person, steward)
        written_to(community, person, steward, words=words)
        sponsor_asked(community, person, words=words)
        written_of_crossing(community, person, steward)
    written_to_sponsor(community, language, steward, words=words)
    asked_what_came(community, person, steward, title=title)
    week_by_mail(community, person, steward)
    asked_by_letter(community, person, steward)
    letters_of_record(community, person, steward, title=title, words=words)
