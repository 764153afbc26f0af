"""What attention brings to the rooms below: unread words in lists, following beside a conversation."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.attention import cadences, consents, digests, inbox_lines, mine, on_merge, owned, places
from commonplace.attention.actions.letters import LAST_LOOK, LETTERS, OF_NOTICES, end_notices
from commonplace.attention.actions.pushing import tell_devices
from commonplace.attention.actions.reading import blur_marks
from commonplace.attention.actions.searching import SEARCHES, forget_found
from commonplace.attention.actions.sending import POSTS, forget_time_taken, send_as_it_happens
from commonplace.attention.actions.stopping import end_letters
from commonplace.attention.catch_up import FOLLOWS
from commonplace.attention.queries import minutes_given
from commonplace.communities.digests import DIGEST_SECTIONS
from commonplace.communities.inbox import INBOX
from commonplace.communities.navigation import HOUSE_PAGES, HousePage
from commonplace.communities.owned import OWNED
from commonplace.communities.quiet import QUIET, Quiet
from commonplace.communities.readers import READERS
from commonplace.conversations.actions.merging import ON_MERGE
from commonplace.conversations.actions.splitting import ON_SPLIT
from commonplace.conversations.views.page import ON_SHOWN
from commonplace.cultivation.declared import DECLARED, Declared
from commonplace.letters.last_looks import LAST_LOOKS
from commonplace.mail.headers import OF_COMMUNITY
from commonplace.people.consents import CONSENTS
from commonplace.people.farewells import FAREWELLS, Farewell
from commonplace.people.mine import MINE
from commonplace.store.due import DUE, Due
from commonplace.ui.places import register

ON_MERGE.register(on_merge.bring_along)
ON_SPLIT.register(on_merge.take_along)
ON_SHOWN.register(places.mark_shown)

register("conversation.new", query=places.new)
register("conversations.marks", query=places.marks)
register("conversation.margin", query=places.following, template="attention/following.html", order=10)

register("conversation.margin", query=places.keep, template="attention/keep.html", order=60)
register("topic.margin", query=places.topic, template="attention/subject.html", order=80)
register("person.margin", query=places.whom, template="attention/subject.html", order=80)
register("conversations.margin", query=places.listed, template="attention/subject.html", order=80)

register("search.margin", query=places.search, template="attention/search.html", order=40)

register("reaching.leaf", query=places.devices, template="attention/devices.html", order=50)

INBOX.declare(*inbox_lines.LINES)

DIGEST_SECTIONS.declare(*digests.SECTIONS)

HOUSE_PAGES.declare(
    HousePage("for_you", _("For you"), 30, ("for-you", "letters"), is_everywhere=True, count="for_you_count")
)

register("reaching.leaf", query=places.asking, template="runs/elsewhere/asking.html", order=42)
register("reaching.leaf", query=places.letters, template="attention/letters.html", order=40)

LAST_LOOKS.declare(LAST_LOOK)
QUIET.declare(Quiet("chosen", cadences.quiet_communities))

READERS.declare(FOLLOWS, LETTERS, POSTS, SEARCHES)
DUE.declare(Due("send posts as they happen", send_as_it_happens, order=45))
# Letters of one round go first; a maker of browsers that is slow keeps no letter waiting.
DUE.declare(Due("tell devices", tell_devices, timedelta(minutes=1), timedelta(minutes=40), order=95))
DUE.declare(
    Due("forget what searches found", forget_found, timedelta(days=1), timedelta(minutes=10), order=90),
    Due("blur who read when", blur_marks, timedelta(days=1), timedelta(hours=1), order=96),
    Due("forget time taken", forget_time_taken, timedelta(days=1), timedelta(minutes=10), order=90),
)

FAREWELLS.declare(
    Farewell(OF_COMMUNITY, end_letters, is_of_community=True),
    Farewell(OF_NOTICES, end_notices),
)

DECLARED.declare(Declared("attention", minutes_given))
MINE.declare(*mine.LISTS)
CONSENTS.declare(*consents.CONSENTS)
OWNED.declare(*owned.LISTS)
