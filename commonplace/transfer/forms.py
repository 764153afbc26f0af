"""What is asked of whoever hands in an archive: its files, and where they go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonplace.communities.models import Community, Space
from commonplace.lib.archives.kinds import KINDS
from commonplace.lib.unpacking import ENTRIES, MOST_OF_ARCHIVE, TooMuch
from commonplace.mail.lists import tidy_list_id
from commonplace.people.models import Person
from commonplace.transfer.actions.handing_in import given_in
from commonplace.transfer.actions.placing import NEW
from commonplace.transfer.models import MBOX, Import
from commonplace.transfer.parcels import budget_for, look_into
from commonplace.ui.forms import Choice, Form, Options, PlainText
from commonplace.ui.words import day as day_in_words


class ArchivesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class ArchivesField(forms.FileField):
    """Files of letters and zips of them, as many as one request takes; at least one piece must be readable."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        """Raises ValidationError."""
        files: list[UploadedFile[bytes]] = [super(ArchivesField, self).clean(one) for one in data or [None]]
        if len(files) > most_files():
            raise ValidationError(
                _("These are more than %(count)s files. Put them into one zip.") % {"count": most_files()}
            )
        if sum(one.size or 0 for one in files) > largest():
            raise ValidationError(
                _("This is more than %(limit)s. bin/commonplace import takes an archive of any size.")
                % {"limit": filesizeformat(largest())}
            )
        return files


def require_letters(files: Sequence[UploadedFile[bytes]]) -> None:
    """Raises ValidationError where nothing in them is an archive of mail, or more than is looked into."""
    given = given_in(files)
    try:
        pieces = look_into(given, budget_for(sum(one.size for one in given)))
    except TooMuch as error:
        raise ValidationError(
            _(
                "There is more in it than is unpacked at once: %(count)s files or %(limit)s, or it is packed more"
                " tightly than letters are. Nothing was taken."
            )
            % {"count": ENTRIES, "limit": filesizeformat(MOST_OF_ARCHIVE)}
        ) from error
    if all(piece.why for piece in pieces):
        raise ValidationError(
            _("This is no archive of mail: such a file begins with the word From and a space. Nothing was taken.")
        )


class ArchiveForm(Form):
    """Files of mail, and the space whose readers will read them."""

    kind = forms.ChoiceField(label=gettext_lazy("Where it was said"), required=False)
    archive = ArchivesField(
        label=gettext_lazy("The archive"),
        max_length=200,
        widget=ArchivesInput(attrs={"multiple": True, "data-folder": gettext_lazy("or a whole folder")}),
    )
    space = forms.ModelChoiceField(label=gettext_lazy("Where it goes"), queryset=Space.objects.none(), empty_label=None)

    def __init__(self, *args: Any, community: Community, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(MBOX, _("A mailing list")), *((one.code, one.called) for one in KINDS.values())]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        if len(kinds) == 1:
            del self.fields["kind"]
        self.fields["archive"].help_text = _(
            "Of a mailing list an mbox file, or months of pipermail’s, plain or as .gz; of another place what it lets"
            " you export. In a zip or not; several at once, up to %(files)s files and %(limit)s. A zip may hold up to"
            " %(count)s files and unpack to %(unpacked)s."
        ) % {
            "files": most_files(),
            "limit": filesizeformat(largest()),
            "count": ENTRIES,
            "unpacked": filesizeformat(MOST_OF_ARCHIVE),
        }
        spaces = Space.objects.writable_by(person).lasting().filter(community=community).order_by("position", "pk")
        self.fields["space"].queryset = spaces  # type: ignore[attr-defined]
        self.fields["space"].initial = spaces.first()

    def clean_archive(self) -> list[UploadedFile[bytes]]:
        """Raises ValidationError."""
        files: list[UploadedFile[bytes]] = self.cleaned_data["archive"]
        if (self.cleaned_data.get("kind") or MBOX) == MBOX:
            require_letters(files)
        return files


class PlacesForm(Form):
    """Where each place of an archive goes: into a space that is there, one of its own, or nowhere."""

    def __init__(self, *args: Any, run: Import, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spaces = (
            Space.objects.writable_by(person).lasting().filter(community=run.community_id).order_by("position", "pk")
        )
        there = [(one.slug, one.name) for one in spaces]
        self._keys: dict[str, str] = {}
        for number, place in enumerate((run.foretold or {}).get("places", [])):
            if not place["messages"]:
                continue
            self._keys[f"place-{number}"] = place["key"]
            leave_out = [("", _("Leave it out"))]
            widget: forms.Widget = forms.Select()
            if run.is_mail:
                # Letters are of one place: whoever wants none of them lets the archive go.
                choices = [*there, (NEW, _("A space of its own"))]
            elif place["closed"]:
                choices = [(NEW, _("With the stewards, until its people had two weeks")), *leave_out]
                # Too long a line for a select of a phone.
                widget = Options()
            else:
                choices = [(NEW, _("A space of its own")), *there, *leave_out]
            self.fields[f"place-{number}"] = forms.ChoiceField(
                label=place["title"] or place["key"],
                choices=choices,
                initial=place["space"] or NEW,
                widget=widget,
                required=run.is_mail,
                help_text=_told_of(place),
            )
        for doubt in (run.foretold or {}).get("doubts", [])[:1]:
            self.fields["dates"] = forms.ChoiceField(
                label=_("Which day is %(date)s?") % {"date": doubt["example"]},
                choices=[(order, _day_said(day)) for order, day in doubt["readings"].items()],
                initial=doubt["order"],
                widget=Choice(),
                help_text=_(
                    "The whole archive can be read with days first or with months first. Whoever was there knows."
                ),
            )

    def dates(self) -> str:
        """In which order dates are read, where that was asked."""
        return str(self.cleaned_data.get("dates", ""))

    def wished(self) -> dict[str, str]:
        """What was chosen, by the keys of the places."""
        return {key: str(self.cleaned_data[name]) for name, key in self._keys.items()}


def _day_said(day: str) -> str:
    return day_in_words(date.fromisoformat(day), now=timezone.now())


def _told_of(place: dict[str, Any]) -> str:
    """How much of a place would come, and from when to when."""
    words = _("Messages: %(count)s; people: %(people)s; conversations: %(conversations)s") % {
        "count": place["new"],
        "people": place["people"],
        "conversations": place["conversations"],
    }
    if place["first"] and place["last"]:
        months = (date_format(datetime.fromisoformat(place[one]), "YEAR_MONTH_FORMAT") for one in ("first", "last"))
        words += f"; {' – '.join(dict.fromkeys(months))}"
    return words


class ListForm(Form):
    """The old address of a mailing list, and the space that it moves to."""

    address = forms.EmailField(
        label=gettext_lazy("The list’s address"),
        max_length=250,
        help_text=gettext_lazy("Where people write to reach everyone on the list."),
    )
    space = forms.ModelChoiceField(
        label=gettext_lazy("The space it moves to"), queryset=Space.objects.none(), empty_label=None
    )
    list_id = PlainText(
        label=gettext_lazy("Its List-Id"),
        max_length=250,
        required=False,
        help_text=gettext_lazy(
            "By this line in the head of each letter people’s mail programs sort the list into its folder. Left empty,"
            " they do not know the letters again."
        ),
    )

    def __init__(self, *args: Any, community: Community, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spaces = Space.objects.writable_by(person).lasting().filter(community=community).order_by("position", "pk")
        self.fields["space"].queryset = spaces  # type: ignore[attr-defined]

    def clean_list_id(self) -> str:
        """Raises ValidationError."""
        said = str(self.cleaned_data["list_id"])
        if said and not tidy_list_id(said):
            raise ValidationError(_("A List-Id looks like this: wells.lists.example.org"))
        return said


def largest() -> int:
    """How many bytes may be handed in at once: what the door lets in, but for the words around them."""
    return int(settings.REQUEST_MAX_BYTES - settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def most_files() -> int:
    """How many files may be handed in at once; one more is read, so that the page can say so."""
    return int(settings.DATA_UPLOAD_MAX_NUMBER_FILES - 1)
