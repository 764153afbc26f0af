"""The nine orientations in a sentence each, after Wenger, White & Smith, *Digital Habitats* (2009), chapter 6."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonplace.communities.modules import Orientation

BRIEFS: Mapping[Orientation, str | Promise] = {
    Orientation.MEETINGS: _("We meet at set hours, in a room or from afar, and prepare what we meet for."),
    Orientation.CONVERSATIONS: _("Talk that begins with a question and goes where it goes, over days and weeks."),
    Orientation.PROJECTS: _("Some of us make something together that has an end: a text, a trial, a tool."),
    Orientation.CONTENT: _("We keep what we know where others find it, and look after it."),
    Orientation.EXPERTISE: _("Whoever is stuck finds somebody who has been there, and may ask them."),
    Orientation.RELATIONSHIPS: _("We know one another: who does what, where, and what they care about."),
    Orientation.INDIVIDUAL: _(
        "Each finds a way of taking part that fits their days: by letter, on a phone, now and then."
    ),
    Orientation.CULTIVATION: _("Some of us tend the whole: who comes in, what goes quiet, what is next."),
    Orientation.CONTEXT: _(
        "We serve somebody: an organisation, a profession, the public; and decide what leaves the room."
    ),
}
