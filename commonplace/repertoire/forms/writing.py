"""What is written of a resource: a form for each kind, made from its shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities.audience import Audience
from commonplace.communities.models import Space
from commonplace.conversations.forms import WithFiles, WithTopics
from commonplace.lib.markdown import MAX_SOURCE
from commonplace.people.languages import language_choices
from commonplace.repertoire.actions.wording import About, NoAddress, Words, web_address
from commonplace.repertoire.forms.harvesting import PassageFields
from commonplace.repertoire.kinds import ANONYMISING, LICENCES, SHAPES, keys_of, shape_of
from commonplace.repertoire.lengths import MAX_ADDRESS, MAX_GOOD_FOR, MAX_TITLE
from commonplace.repertoire.models.resource import Resource
from commonplace.repertoire.queries.harvested import Chosen
from commonplace.ui.forms import Day, Explained, Form, Markdown, Options, PlainText, Ticks

DRAFT, CHANGE, SUGGESTION, AGAIN = "resource", "change", "suggestion", "translation"
PART = "part_"
ABOUT = ("address", "licence", "language", "review_on")
CAME_FROM = ("conversation", "gathering", "posts", "work", "work_address")
EVERY_PART = tuple(dict.fromkeys(f"{PART}{part.key}" for shape in SHAPES.values() for part in shape.parts))
DRAFTED = ("kind", "title", "good_for", *EVERY_PART, *ABOUT, *CAME_FROM, "topics", "space", "agreed")
# What it began from goes along, so that whoever was quicker meanwhile is noticed.
CHANGED = ("kind", "title", "good_for", *EVERY_PART, *ABOUT, "topics", "agreed", "summary", "on", "stood")
SUGGESTED = ("kind", "title", "good_for", *EVERY_PART, "why", "on")
SAID_AGAIN = ("kind", "title", "good_for", *EVERY_PART, "number", "over")
# Words of which a draft is kept: what was only chosen is chosen again.
SAID = ("title", "good_for", *EVERY_PART)
FARTHEST = 10  # years


def _languages() -> list[tuple[str, Any]]:
    return [("", _("Not said")), *language_choices()]


def licence_field() -> forms.ChoiceField:
    """What others may do with it."""
    return forms.ChoiceField(label=_("May others use it?"), choices=list(LICENCES.items()), required=False)


def language_field() -> forms.ChoiceField:
    """The language that it is written in."""
    return forms.ChoiceField(label=_("In which language is it?"), choices=_languages, required=False)


class AddressField(PlainText):
    """An address of the web."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(max_length=MAX_ADDRESS, **kwargs)
        self.widget.attrs |= {"inputmode": "url"}

    def clean(self, value: Any) -> str:
        try:
            return web_address(super().clean(value))
        except NoAddress:
            raise forms.ValidationError(_("That is no address of the web. It begins with https://.")) from None


class ReviewDayField(forms.DateField):
    """A day on which it is looked at again."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["error_messages"] = {"invalid": _("That is no day. Write it as year, month and day: 2027-03-24.")}
        super().__init__(required=False, widget=Day, input_formats=["%Y-%m-%d"], **kwargs)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and not 0 <= day.year - timezone.localdate().year <= FARTHEST:
            raise forms.ValidationError(_("Choose a day within the next ten years."))
        return day


class WordsForm(Form):
    """What a resource of one kind says: its title, what it is good for, and a field for each of its sections."""

    title = PlainText(
        label=_("What is it called?"),
        max_length=MAX_TITLE,
        error_messages={"required": _("It has no name. A few words will do, as you would say them at the door.")},
    )
    good_for = PlainText(
        label=_("What is it good for, and what not?"),
        max_length=MAX_GOOD_FOR,
        multiline=True,
        required=False,
        help_text=_("One or two sentences. They stand first on its page, so that nobody has to read it in vain."),
    )

    def __init__(self, *args: Any, kind: str, switched_on: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.shape = kind, shape_of(kind)
        self.fields["good_for"].widget.attrs["rows"] = 2
        for part in self.shape.parts:
            field = Markdown(
                label=part.heading,
                help_text=part.asks,
                max_length=MAX_SOURCE,
                required=part.is_needed,
                error_messages={"required": _("It has no words yet. One sentence is enough.")},
            )
            field.switched_on, field.tells_how = switched_on, part is self.shape.parts[0]
            field.widget.attrs["rows"] = 4
            self.fields[f"{PART}{part.key}"] = field

    @property
    def part_fields(self) -> list[forms.BoundField]:
        """The fields of its sections, in their order."""
        return [self[f"{PART}{part.key}"] for part in self.shape.parts]

    def words(self) -> Words:
        """What was written."""
        said = self.cleaned_data
        return Words(said["title"], said["good_for"], {key: said[f"{PART}{key}"] for key in keys_of(self.kind)})


class WriteForm(WithTopics, WordsForm, WithFiles):
    """Something about to be kept."""

    licence = licence_field()
    language = language_field()
    review_on = ReviewDayField(
        label=_("When should you look at it again?"),
        help_text=_("Nothing ends on that day. You are asked whether it still holds."),
    )
    conversation = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    gathering = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    # Posts of the conversation and lines of the gathering that are to be kept, by their keys.
    posts = forms.CharField(required=False, max_length=800, widget=forms.HiddenInput)
    work = PlainText(
        label=_("Whose work does it come from?"),
        max_length=300,
        required=False,
        help_text=_("Where it began elsewhere: who made it, and what it is called there."),
    )
    work_address = AddressField(label=_("Where that is found"))
    space = forms.ChoiceField(label=_("Who can see this"), widget=Options)
    place = forms.CharField(required=False, initial=DRAFT, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        spaces: Sequence[tuple[Space, Audience]],
        chosen: Sequence[Chosen] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.passages = PassageFields(self, self.shape, chosen)
        for part in self.shape.parts if chosen else ():
            self.fields[f"{PART}{part.key}"].required = False
        self.spaces = {space.slug: space for space, _sight in spaces}
        field = self.fields["space"]
        assert isinstance(field, forms.ChoiceField)  # declared above
        field.choices = [(one.slug, Explained(one.name, sight.sentence)) for one, sight in spaces]
        field.error_messages["invalid_choice"] = _("You cannot keep anything in that place. Choose another.")
        field.error_messages["required"] = _("Choose who can see it.")
        field.legend_hidden = True  # type: ignore[attr-defined]
        add_about(self)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        quoted = {one.part for one in self.passages.taken()}
        for part in self.shape.parts:
            name = f"{PART}{part.key}"
            if (
                part.is_needed
                and name not in self.errors
                and not self.cleaned_data.get(name)
                and part.key not in quoted
            ):
                self.add_error(name, self.fields[name].error_messages["required"])
        return said

    @property
    def chosen(self) -> Space:
        """The space that was chosen."""
        return self.spaces[self.cleaned_data["space"]]

    def about(self) -> About:
        """What was said besides its words."""
        return about_in(self.cleaned_data)


def add_about(form: WordsForm) -> None:
    """The fields that only some kinds have: an address, and what is asked where people are told of."""
    if form.shape.address:
        form.fields["address"] = AddressField(
            label=form.shape.address,
            required=form.shape.needs_address,
            error_messages={"required": _("It has no address. Copy it from your browser.")},
        )
    if form.shape.is_of_people:
        form.fields["checked"] = forms.MultipleChoiceField(
            label=_("Could anybody be found in it?"),
            choices=list(ANONYMISING.items()),
            required=False,
            widget=Ticks,
            help_text=_("Tick what you have looked for. Before anyone outside can read a case, all four are."),
        )
        form.fields["agreed"] = PlainText(
            label=_("Who is told of in it, and has agreed?"), max_length=400, required=False
        )


def about_in(said: Mapping[str, Any]) -> About:
    """What a form says besides words."""
    return About(
        topics=tuple(said["topics"]),
        address=said.get("address", ""),
        licence=said["licence"],
        language=said["language"],
        review_on=said["review_on"],
    )


def words_of(resource: Resource) -> dict[str, object]:
    """What a form begins with that changes a resource: its words as they stand; a query."""
    said = dict(resource.sections.values_list("part", "source"))
    return {
        "title": resource.title,
        "good_for": resource.good_for,
        **{f"{PART}{key}": said.get(key, "") for key in keys_of(resource.kind)},
    }
