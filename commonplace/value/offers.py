"""What value brings to the rooms below."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.navigation import PAGES, For, Page
from commonplace.communities.owned import OWNED
from commonplace.communities.questions import HOUSE_QUESTIONS
from commonplace.letters.last_looks import LAST_LOOKS
from commonplace.people.actions.erasing import ON_ERASE
from commonplace.people.answers_by_link import ANSWERS
from commonplace.people.mine import MINE
from commonplace.store.due import DUE, Due
from commonplace.ui.places import publish
from commonplace.value import by_link, mine, on_erase, owned, questions
from commonplace.value.actions.asking_by_letter import LAST_LOOK, ask_by_letter
from commonplace.value.actions.pulses import close_what_is_over, mix_answers
from commonplace.value.actions.telling import tell_what_is_over
from commonplace.value.measured import MEASURED
from commonplace.value.measures import MEASURES
from commonplace.value.module import MODULE

publish("value.decided", "viewpoint, decision: what higher rooms offer to do about something that was decided")
# That somebody answered a pulse is no deed: the ledger would say who, and when.
VERBS.declare(
    Verb("began_indicator", _("took up something to look at"), is_stewarding=True),
    Verb("changed_indicator", _("changed what is looked at"), is_stewarding=True, is_seen=False),
    Verb("put_indicator_aside", _("put something that was looked at aside"), is_stewarding=True, is_seen=False),
    Verb("entered_value", _("entered a number of what it is worth"), is_stewarding=True, is_seen=False),
    Verb("corrected_value", _("corrected a number of what it is worth"), is_stewarding=True, is_seen=False),
    Verb("agreed_expectation", _("wrote down what is expected"), is_stewarding=True, is_seen=False),
    Verb("asked_pulse", _("put a sentence to everyone"), is_stewarding=True),
    Verb("made_sense", _("kept what was made of stories and numbers"), is_stewarding=True),
    Verb("took_sense_away", _("took a page of what was made of it away"), is_stewarding=True, is_seen=False),
)
PAGES.declare(Page("value", _("Value"), 74, For.MEMBERS, addresses=("value",), module=MODULE))
HOUSE_QUESTIONS.declare(*questions.QUESTIONS)
ANSWERS.declare(by_link.BY_LINK)
LAST_LOOKS.declare(LAST_LOOK)
MEASURES.declare(*MEASURED)
DUE.declare(
    Due("tell figures of quarters", tell_what_is_over, timedelta(hours=12), timedelta(minutes=30), order=90),
    Due("tell what pulses came to", close_what_is_over, timedelta(hours=6), timedelta(minutes=5), order=91),
    Due("ask pulses by letter", ask_by_letter, timedelta(hours=1), timedelta(minutes=10), order=93),
    Due("mix the answers to pulses", mix_answers, timedelta(hours=1), timedelta(minutes=10), order=92),
)
MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
ON_ERASE.register(on_erase.take_leave)
