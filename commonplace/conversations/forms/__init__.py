"""What people may write into conversations; checked here, changed by actions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonplace.communities.audience import Audience
from commonplace.communities.models import Space
from commonplace.communities.reasons.forms import ReasonForm
from commonplace.conversations.actions.attaching import MOST
from commonplace.conversations.actions.opening import MOST_TOPICS
from commonplace.conversations.actions.reactions import MAX_WHY
from commonplace.conversations.actions.settling import MAX_STORY
from commonplace.conversations.actions.wording import MAX_TITLE
from commonplace.conversations.kinds import MANNERS, Kind
from commonplace.conversations.models import Outcome
from commonplace.files.fields import FilesInput, bounds
from commonplace.letters.signed_addresses import takes_mail_in
from commonplace.lib.markdown import MAX_SOURCE
from commonplace.lib.slugs import TOPIC, topic_slug
from commonplace.ui.forms import Choice, Explained, Form, Markdown, OnceField, OnceForm, Options, PlainText, Ticks

TOO_MANY = _("Ten files are the most that come with one post.")
COMMAS = re.compile("[,，、،]")


class FilesField(forms.FileField):
    """Several files; each is checked and kept by the files room, which says what it does not take."""

    bounds = staticmethod(bounds)

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Pictures and documents"))
        kwargs.setdefault("help_text", _("Up to ten. Where a picture was taken, and by whom, is removed from it."))
        super().__init__(required=False, widget=FilesInput(attrs={"multiple": True}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        files = list(data) if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MOST:
            raise forms.ValidationError(TOO_MANY)
        return files


class WithFiles(OnceForm):
    """A form to which files may be added; see `views/attaching.py` for those that came before.

    `begun` names the draft that it goes on with, as that stood when the form was made.
    """

    attached = FilesField()
    begun = forms.CharField(required=False, widget=forms.HiddenInput)


def text_field(**kwargs: Any) -> Markdown:
    """The words of a post, in Markdown."""
    kwargs.setdefault("error_messages", {"required": _("It has no words yet. One sentence is enough.")})
    field = Markdown(max_length=MAX_SOURCE, **kwargs)
    field.widget.attrs["rows"] = 5
    return field


class TopicsField(PlainText):
    """Words of the community's vocabulary, between commas."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Filed under"))
        kwargs.setdefault("help_text", _("A few words, with commas between them."))
        super().__init__(max_length=400, required=False, **kwargs)

    def clean(self, value: Any) -> list[str]:
        names = words_between_commas(super().clean(value))
        refused = [*filter(None, map(why_refused, names))]
        if refused:
            raise forms.ValidationError(refused)
        return names

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


def words_between_commas(text: str) -> list[str]:
    """The words of a line, between the commas of any script."""
    return [name for one in COMMAS.split(text) if (name := " ".join(one.split()))]


def why_refused(name: str) -> str:
    """Why nothing can be filed under this word, which is named; "" where it can."""
    if len(name) > TOPIC:
        return _("“%(name)s” is longer than 60 characters. Say it in fewer words.") % {"name": name}
    if not topic_slug(name):
        return _("“%(name)s” has no letter and no figure, so nobody could look it up. Use a word.") % {"name": name}
    return ""


class WordsField(forms.MultipleChoiceField):
    """Words that are ticked: those in use, and others that were suggested."""

    def valid_value(self, value: str) -> bool:
        return super().valid_value(value) or not why_refused(value)


class WithTopics(Form):
    """A form that files something: under words that are written, and under words in use that are ticked."""

    topics = TopicsField()
    filed = WordsField(label=_("Words in use here"), required=False, widget=Ticks)

    def __init__(self, *args: Any, offered: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was suggested and ticked stays where it can be seen.
        ticked = self.data.getlist("filed") if isinstance(self.data, QueryDict) else []
        words = dict.fromkeys([*offered, *(name for name in ticked if name and not why_refused(name))])
        self.fields["filed"].choices = [(name, name) for name in words]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        # Each word once, as it was written first; a word that has gone meanwhile is made again by whoever ticked it.
        names = {topic_slug(name): name for name in [*data.get("filed", ()), *data.get("topics", ())][::-1]}
        data["topics"] = list(names.values())[::-1]
        if len(data["topics"]) > MOST_TOPICS:
            over = ", ".join(data["topics"][MOST_TOPICS:])
            self.add_error("topics", _("Eight words are the most. These are too many: %(names)s.") % {"names": over})
        return data


def topics_said(data: QueryDict) -> str:
    """What is written and ticked in a form that files something, on one line, as a draft keeps it."""
    return ", ".join([*words_between_commas(data.get("topics", "")), *data.getlist("filed")])


def half_baked_field() -> forms.BooleanField:
    """Whether one asks that one's words are not quoted."""
    return forms.BooleanField(
        label=_("Half-baked: please do not quote"),
        required=False,
        help_text=lazy(_read_here, str)(),
    )


def _read_here() -> str:
    said = gettext("It is read here and nowhere else: not kept, not excerpted, not sent out in feeds.")
    return said if not takes_mail_in() else f"{said} {gettext('By mail, a first line “Half-baked” does the same.')}"


def kind_field() -> forms.ChoiceField:
    """How a conversation begins, each way with its own line."""
    choices = [(kind, Explained(kind.label, MANNERS[kind].purpose)) for kind in Kind]
    return forms.ChoiceField(
        label=_("How would you begin?"),
        choices=choices,
        widget=Options(two=True),
        error_messages={"invalid_choice": _("Choose one of these ways."), "required": _("Choose a way to begin.")},
    )


def title_field() -> PlainText:
    """A title as people say it."""
    return PlainText(
        label=_("In one line"),
        max_length=MAX_TITLE,
        error_messages={"required": _("It has no title. Say it in one line, as you would at the door.")},
    )


class ComposeForm(WithTopics, WithFiles):
    """A conversation about to begin."""

    kind = kind_field()
    title = title_field()
    text = text_field(label=_("Your words"))
    space = forms.ChoiceField(label=_("Where"), widget=Options)
    half_baked = half_baked_field()
    place = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, spaces: Sequence[tuple[Space, Audience]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spaces = {space.slug: space for space, _sight in spaces}
        field = self.fields["space"]
        assert isinstance(field, forms.ChoiceField)  # declared above
        field.choices = [(space.slug, Explained(space.name, sight.sentence)) for space, sight in spaces]
        field.error_messages["invalid_choice"] = _("You cannot write in that place. Choose another.")
        field.error_messages["required"] = _("Choose where it belongs.")
        # The heading above says it already.
        field.legend_hidden = True  # type: ignore[attr-defined]


class ReplyForm(WithFiles):
    """A reply about to be sent."""

    text = text_field(label=_("Your reply"))
    half_baked = half_baked_field()
    reply_to = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


class TextForm(Form):
    """New words for a post; `on_revision` is the state they were written over. Only its author says that they are
    half-baked.
    """

    text = text_field(label=_("The words"))
    half_baked = half_baked_field()
    on_revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    mark = OnceField()
    attached = FilesField()

    def __init__(self, *args: Any, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_own:
            del self.fields["half_baked"]


class OpeningTextForm(WithTopics, TextForm):
    """New words for an opening, with its title and what it is filed under."""

    title = title_field()
    kind = forms.ChoiceField(label=_("What it is"), choices=Kind.choices)
    field_order = ("title", "text", "kind", "topics", "filed", "half_baked", "attached", "on_revision", "mark")


class OutcomeForm(Form):
    """What happened then."""

    how = forms.ChoiceField(
        label=_("What happened?"),
        choices=Outcome.How.choices,
        widget=Choice,
        error_messages={"required": _("Choose one of the four; the words say the rest.")},
    )
    text = PlainText(
        label=_("Tell it"),
        max_length=MAX_STORY,
        multiline=True,
        help_text=_("What you did, what came of it, and what was different where you are."),
        error_messages={"required": _("A sentence is enough, so that others can tell whether it fits them.")},
    )


class WhyForm(Form):
    """A reason in one line."""

    why = PlainText(label=_("Why"), max_length=MAX_WHY)


class AmplifyForm(WhyForm):
    """Why a conversation is worth everyone's attention."""

    why = PlainText(
        label=_("It is worth everyone’s attention, because"),
        max_length=MAX_WHY,
        error_messages={"required": _("Say why: it is the reason that people will read.")},
    )


class CloseForm(ReasonForm):
    """How a conversation ends."""

    why = PlainText(
        label=_("Why"),
        max_length=MAX_WHY,
        required=False,
        help_text=_("Shown to everyone who comes by. “It is settled” is a reason too."),
    )


class MoveForm(Form):
    """Where a conversation should go."""

    space = forms.ChoiceField(label=_("To"), widget=Options)

    def __init__(self, *args: Any, spaces: Sequence[tuple[Space, Audience]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spaces = {space.slug: space for space, _sight in spaces}
        field = self.fields["space"]
        assert isinstance(field, forms.ChoiceField)  # declared above
        field.choices = [(space.slug, Explained(space.name, sight.sentence)) for space, sight in spaces]


class MergeForm(Form):
    """Which conversation this one should be joined to: its address, or the number in it."""

    address = PlainText(
        label=_("The address of the conversation that stays"),
        max_length=300,
        error_messages={"required": _("Paste the address of the other conversation.")},
    )


class SplitForm(Form):
    """What the conversation is called that comes out of another."""

    title = title_field()
