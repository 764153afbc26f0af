"""What is asked of whoever hands in an archive: the file, and where it goes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonplace.communities.models import Community, Space
from commonplace.people.models import Person
from commonplace.ui.forms import Form

LARGEST = 256 * 1024 * 1024
GZIP = b"\x1f\x8b"


class ArchiveForm(Form):
    """A file of mail, and the space whose readers will read it."""

    archive = forms.FileField(
        label=gettext_lazy("The archive"),
        max_length=200,
        help_text=gettext_lazy("An mbox file, or a month of pipermail's; a .gz of either. At most 256 MB."),
    )
    space = forms.ModelChoiceField(label=gettext_lazy("Where it goes"), queryset=Space.objects.none(), empty_label=None)

    def __init__(self, *args: Any, community: Community, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spaces = Space.objects.writable_by(person).filter(community=community).order_by("position", "pk")
        self.fields["space"].queryset = spaces  # type: ignore[attr-defined]
        self.fields["space"].initial = spaces.first()

    def clean_archive(self) -> UploadedFile[bytes]:
        """Anything that can be an archive of mail; raises ValidationError."""
        upload: UploadedFile[bytes] = self.cleaned_data["archive"]
        if (upload.size or 0) > LARGEST:
            raise ValidationError(
                _("This file is larger than %(limit)s. bin/commonplace import takes one of any size.")
                % {"limit": filesizeformat(LARGEST)}
            )
        beginning = upload.read(512)
        upload.seek(0)
        is_packed = beginning.startswith(GZIP) and (upload.name or "").lower().endswith(".gz")
        if not is_packed and not beginning.lstrip().startswith(b"From "):
            raise ValidationError(
                _("This is no archive of mail: such a file begins with the word From and a space. Nothing was taken.")
            )
        return upload
