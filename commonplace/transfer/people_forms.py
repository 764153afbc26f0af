"""What is asked of whoever brings a list of people: the file, what its columns hold, a row mended, words to them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from commonplace.lib.archives.people import EXAMPLES, Wrong
from commonplace.lib.archives.people_headings import Field
from commonplace.lib.archives.sheets import Cells
from commonplace.lib.spreadsheet import BEGINS_A_FORMULA
from commonplace.lib.unpacking import MIB
from commonplace.transfer.actions.listing import MENDED, MOST, read_again
from commonplace.transfer.models import Listed, PeopleList
from commonplace.transfer.reasons import wrong_in_row
from commonplace.ui.forms import Form, OnceForm, PlainText

LARGEST: Final = 5 * MIB
# Beside which field it is said; what is not here stands in the way of nothing.
_BESIDE: Final = {
    Wrong.NO_ADDRESS: "address",
    Wrong.NO_SUCH_ADDRESS: "address",
    Wrong.REPEATED: "address",
    Wrong.NO_SUCH_NAME: "name",
    Wrong.NO_SUCH_COUNTRY: "country",
}


class PeopleFileForm(Form):
    """A spreadsheet of people."""

    file = forms.FileField(
        label=gettext_lazy("The list"),
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.tsv,.txt"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "CSV or XLSX (of which the first sheet is read), one person a row, with a column of mail addresses. Up to"
            " %(people)s people and %(limit)s."
        ) % {"people": MOST, "limit": filesizeformat(LARGEST)}

    def clean_file(self) -> Any:
        """Raises ValidationError."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(_("This is more than %(limit)s.") % {"limit": filesizeformat(LARGEST)})
        return file


class ColumnsForm(Form):
    """What each column of a list is taken as."""

    def __init__(self, *args: Any, people: PeopleList, rows: Sequence[tuple[int, Cells]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._names: list[str] = []
        for number, column in enumerate(people.columns):
            cells = (row[number] for _n, row in rows if number < len(row) and row[number])
            examples = " · ".join(islice(cells, EXAMPLES))
            self._names.append(f"column-{number}")
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=column["heading"] or _("Column %(number)s") % {"number": number + 1},
                choices=[("", _("Leave it out")), *((one.value, field_called(one)) for one in Field)],
                initial=column["field"],
                required=False,
                help_text=examples or _("Nothing stands in it."),
            )

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError."""
        cleaned = super().clean() or {}
        said: set[str] = set()
        for name in self._names:
            field = cleaned.get(name, "")
            if field and field in said:
                self.add_error(name, _("Another column above is taken as this already."))
            said.add(field)
        if Field.ADDRESS not in said:
            raise ValidationError(_("Say which column has the mail addresses."))
        return cleaned

    def chosen(self) -> list[Field | None]:
        """What was said of each column; what could not be is nothing."""
        data = getattr(self, "cleaned_data", {})
        said = [data.get(name) or "" for name in self._names]
        return [Field(one) if one else None for one in said]


class WordsForm(OnceForm):
    """A steward's own words to those whom they invite from a list."""

    words = PlainText(
        label=pgettext_lazy("to several people", "Your own words to them"),
        max_length=1000,
        multiline=True,
        help_text=gettext_lazy(
            "They stand in each letter, and at the top of the page that greets them. Why them, and what for?"
        ),
    )


class MendForm(Form):
    """One row of a list, as it was typed, to be put right."""

    name = PlainText(label=gettext_lazy("Their name"), max_length=120, required=False)
    address = PlainText(label=gettext_lazy("Their mail address"), max_length=254, required=False)
    organisation = PlainText(label=gettext_lazy("Their organisation"), max_length=120, required=False)
    country = PlainText(label=gettext_lazy("Their country"), max_length=80, required=False)
    craft = PlainText(label=gettext_lazy("What they do"), max_length=160, required=False)

    def __init__(self, *args: Any, row: Listed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._row = row

    def typed(self) -> list[str]:
        """The words as a row of a list."""
        return [str(self.cleaned_data.get(str(one), "")) for one in MENDED]

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError."""
        cleaned = super().clean() or {}
        for field, said in zip(MENDED, self.typed(), strict=True):
            if said.startswith(BEGINS_A_FORMULA):
                self.add_error(str(field), wrong_in_row(Wrong.FORMULA))
        for code in read_again(self._row, self.typed()).wrong:
            if code in _BESIDE and not self.has_error(_BESIDE[code]):
                self.add_error(_BESIDE[code], wrong_in_row(code))
        return cleaned


def field_called(field: Field) -> str:
    """What a column may hold, in words."""
    called = {
        Field.NAME: _("Name"),
        Field.FIRST: _("First name"),
        Field.LAST: _("Last name"),
        Field.ADDRESS: _("Mail address"),
        Field.ORGANISATION: _("Organisation"),
        Field.COUNTRY: _("Country"),
        Field.CRAFT: _("What they do"),
    }
    return called[field]
