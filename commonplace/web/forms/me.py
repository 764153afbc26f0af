"""What someone says of themselves; nothing but the name is ever required."""

from typing import Any

from django import forms
from django.conf import settings
from django.forms import formset_factory
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from commonplace.files.fields import FileInput
from commonplace.people.forms import NameField
from commonplace.people.languages import country_choices, language_choices
from commonplace.people.models import Person
from commonplace.people.zone_field import ZoneField
from commonplace.ui.forms import Choice, Form, PlainText

LANGUAGES = ("language_1", "language_2", "language_3")


def _with_none() -> list[tuple[str, Any]]:
    return [("", "–"), *language_choices()]


class ProfileForm(Form):
    """Name, craft, what to ask and what one is learning."""

    name = NameField(label=_("Your name"), widget=forms.TextInput)
    craft = PlainText(label=_("What do you do? One line"), max_length=160, required=False)
    place = PlainText(label=_("Where?"), max_length=80, required=False, help_text=_("A town or a region is enough."))
    ask_about = PlainText(
        label=_("Ask me about"), max_length=240, required=False, help_text=_("So that someone dares to write to you.")
    )
    learning_about = PlainText(label=_("Learning about"), max_length=240, required=False)
    language_1 = forms.ChoiceField(label=_("Languages you speak"), choices=_with_none, required=False)
    language_2 = forms.ChoiceField(label=_("And another"), choices=_with_none, required=False)
    language_3 = forms.ChoiceField(label=_("And one more"), choices=_with_none, required=False)
    photo = forms.FileField(
        label=_("A photo of you"),
        required=False,
        widget=FileInput(attrs={"accept": "image/*"}),
        help_text=_("Cut to a small square; where and when it was taken is wiped. Without one, your initials stand."),
    )
    without_photo = forms.BooleanField(label=_("Take the photo away"), required=False)

    @classmethod
    def initial_of(cls, person: Person) -> dict[str, Any]:
        """What the form shows first."""
        said = {name: getattr(person, name) for name in ("name", "craft", "place", "ask_about", "learning_about")}
        return said | dict(zip(LANGUAGES, person.languages, strict=False))

    def said(self) -> dict[str, Any]:
        """The fields of a person, as `change_profile` takes them; the photo is kept apart."""
        cleaned = self.cleaned_data
        said = {name: cleaned[name] for name in ("name", "craft", "place", "ask_about", "learning_about")}
        return said | {"languages": list(dict.fromkeys(cleaned[name] for name in LANGUAGES if cleaned[name]))}


class AffiliationForm(Form):
    """One place where someone works or belongs."""

    organisation = PlainText(label=_("Organisation"), max_length=120, required=False)
    unit = PlainText(label=_("Unit"), max_length=120, required=False)
    country = forms.ChoiceField(label=_("Country"), choices=lambda: [("", "–"), *country_choices()], required=False)


AffiliationForms = formset_factory(AffiliationForm, extra=1, max_num=5, absolute_max=6)


def _languages_of_pages() -> list[tuple[str, Any]]:
    """Each language under its own name, as those look for it who speak no other."""
    own = [(code, capfirst(get_language_info(code)["name_local"])) for code, _name in settings.LANGUAGES]
    return [("", _("As the browser asks")), *own]


class WishesForm(Form):
    """How the pages are shown."""

    language = forms.ChoiceField(label=_("Language of the pages"), choices=_languages_of_pages, required=False)
    time_zone = ZoneField(
        label=_("Your time zone"),
        required=False,
        help_text=_("A town with your clock. Times on every page are then yours."),
    )
    look = forms.ChoiceField(
        label=_("Light"),
        widget=Choice,
        required=False,
        choices=[("light", _("Day")), ("dark", _("Lamp")), ("", _("As the device"))],
    )
    uses_keys = forms.BooleanField(
        label=_("Single keys lead through the pages"),
        required=False,
        help_text=_("/ searches, j and k go on and back, r replies, ? says them all. Never while you write."),
    )
