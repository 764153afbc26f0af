"""What is written when somebody makes their own of a resource."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from commonplace.repertoire.forms.writing import WriteForm
from commonplace.repertoire.lengths import MAX_WHERE
from commonplace.ui.forms import PlainText


class AdaptForm(WriteForm):
    """One's own of a resource, and what is different in it."""

    what_changed = PlainText(
        label=_("What is different in yours?"),
        max_length=MAX_WHERE,
        help_text=_("“Larger boxes, in Spanish”. It stands beside it, wherever both are named."),
        error_messages={"required": _("Say in a few words what is different, so that others can choose.")},
    )

    def said(self) -> Sequence[str]:
        """Every word of it, by which what is sent twice is known."""
        words = self.words()
        return [words.title, words.good_for, *words.parts.values(), self.chosen.slug]
