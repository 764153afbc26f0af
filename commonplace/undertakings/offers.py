"""What undertakings bring to the rooms below, and to the pages of rooms above."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.communities.content import CONTENT
from commonplace.communities.digests import DIGEST_SECTIONS
from commonplace.communities.inbox import INBOX, in_module
from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.modules import MODULES, Module, Orientation
from commonplace.communities.navigation import PAGES, Page
from commonplace.communities.owned import OWNED
from commonplace.communities.principles import EVIDENCE
from commonplace.communities.shapes import SHAPES
from commonplace.communities.tendings import TENDINGS
from commonplace.letters.last_looks import LAST_LOOKS
from commonplace.people.actions.erasing import ON_ERASE
from commonplace.people.consents import CONSENTS
from commonplace.people.merging import BEFORE_MERGE, BEFORE_PART, ON_MERGE, ON_PART
from commonplace.people.mine import MINE
from commonplace.search.findable import FINDABLE, Findable
from commonplace.store.due import DUE, Due
from commonplace.ui.places import register
from commonplace.undertakings import (
    consents,
    content,
    digests,
    digests_of_groups,
    evidence,
    inbox_lines,
    inbox_of_groups,
    inbox_of_scans,
    mine,
    mine_of_groups,
    mine_of_scans,
    on_erase,
    on_erase_groups,
    on_merge,
    owned,
    places,
    shapes,
    tendings,
)
from commonplace.undertakings.actions import indexing, outside, telling
from commonplace.undertakings.actions.projects import remind_of_milestones
from commonplace.undertakings.actions.reminding import remind_of_windows
from commonplace.undertakings.actions.rota import tell_of_weeks
from commonplace.undertakings.actions.scan_reading import forget_entries, read_feeds
from commonplace.undertakings.actions.scan_turns import turn_scans

CONTENT.declare(content.UNDERTAKING)

VERBS.declare(
    Verb("began_undertaking", _("began an undertaking"), is_stewarding=True),
    Verb("took_hand", _("took a hand in an undertaking")),
    Verb("ended_undertaking", _("ended an undertaking"), is_seen=False),
    Verb("drafted", _("wrote a version of a joint response")),
    Verb("commented", _("commented on a draft")),
    Verb("endorsed", _("endorsed a joint response")),
    Verb("saw_otherwise", _("signed a view of their own")),
    Verb("shared_out", _("shared the weeks of a desk out"), is_stewarding=True),
    Verb("swapped_weeks", _("swapped weeks at a desk"), is_seen=False),
    Verb("asked_desk", _("asked at a help desk")),
    Verb("answered_desk", _("answered at a help desk")),
    Verb("passed_question", _("passed a question on"), is_seen=False),
    Verb("closed_question", _("said what came of an answer")),
    Verb("let_question_in", _("let a question from outside in"), is_stewarding=True),
    Verb("wrote_line", _("wrote down what is asked again and again")),
    Verb("took_part_in_undertaking", _("took part in an undertaking")),
    Verb("gave_numbers", _("gave numbers to compare"), is_seen=False),
    Verb("offered_to_show", _("offered to show the others how")),
    Verb("told_lesson", _("told what was learned by comparing")),
    Verb("named_outside_source", _("named a source from outside")),
    Verb("put_beside", _("put theirs and ours side by side")),
    Verb("said_what_fits", _("said what would fit")),
    Verb("found_outside", _("kept what was found outside"), is_stewarding=True),
    Verb("reached_milestone", _("reached a milestone"), is_seen=False),
    Verb("noted_learning", _("noted what was learned on the way")),
    Verb("made_product", _("made something that others can use"), is_stewarding=True),
    Verb("sent_response", _("sent a joint response"), is_stewarding=True),
    Verb("kept_answer", _("kept what was answered"), is_seen=False),
    Verb("named_source", _("named a source of a scan"), is_stewarding=True),
    Verb("took_source", _("took a source of a scan")),
    Verb("passed_on_seen", _("passed on what they saw")),
    Verb("made_scan_notes", _("made the notes of a scan"), is_stewarding=True),
)

ADDRESSES = (
    "undertakings",
    "joint-responses",
    "help-desks",
    "scans",
    "mutual-benchmarks",
    "external-benchmarks",
    "learning-projects",
)
MODULES.declare(
    Module(
        places.MODULE,
        _("Undertakings"),
        _("What several carry over weeks, and what is left of it: one voice towards somebody outside, a help desk."),
        _("whoever begins one sees it through"),
        32,
        addresses=ADDRESSES,
        serves=(Orientation.PROJECTS, Orientation.CONTEXT),
    )
)
PAGES.declare(Page("undertakings", _("Undertakings"), 32, addresses=ADDRESSES, module=places.MODULE))

INBOX.declare(*in_module("undertakings", *inbox_lines.LINES, *inbox_of_scans.LINES, *inbox_of_groups.LINES))
DIGEST_SECTIONS.declare(*digests.SECTIONS, *digests_of_groups.SECTIONS)

FINDABLE.declare(
    Findable("undertaking", _("undertakings"), _("undertaking"), indexing.to_be_found, indexing.entries_of, order=22)
)
register("protocol.deeds", query=places.begin_by_protocol, template="undertakings/elsewhere/protocol.html", order=20)
SHAPES.declare(shapes.UNDERTAKING)

DUE.declare(
    Due("remind of undertakings", remind_of_windows, timedelta(minutes=5), timedelta(minutes=10), order=37),
    Due("tell of weeks at desks", tell_of_weeks, timedelta(minutes=30), timedelta(minutes=10), order=38),
    Due("turn scans", turn_scans, timedelta(minutes=15), timedelta(minutes=10), order=39),
    Due("read feeds of scans", read_feeds, timedelta(minutes=5), timedelta(minutes=15), order=75),
    Due("forget what feeds brought", forget_entries, timedelta(hours=6), timedelta(minutes=10), order=94),
    Due("remind of milestones", remind_of_milestones, timedelta(minutes=30), timedelta(minutes=10), order=39),
    Due("forget questions from outside", outside.forget_old, timedelta(hours=6), timedelta(minutes=10), order=93),
)
LAST_LOOKS.declare(telling.LAST_LOOK, *outside.LAST_LOOKS)

BEFORE_MERGE.register(on_merge.keep_still)
ON_MERGE.register(on_merge.index_after)
BEFORE_PART.register(on_merge.keep_still)
ON_PART.register(on_merge.index_after)
MINE.declare(*mine.LISTS, *mine_of_scans.LISTS, *mine_of_groups.LISTS)
CONSENTS.declare(*consents.CONSENTS)
OWNED.declare(*owned.LISTS)
EVIDENCE.declare(*evidence.OF_PRINCIPLES)
TENDINGS.declare(*tendings.GARDENERS)
ON_ERASE.register(on_erase.take_leave)
ON_ERASE.register(on_erase_groups.take_leave)
