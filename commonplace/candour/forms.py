"""What a browser sends that draws."""

from __future__ import annotations

import binascii
from base64 import b64decode

from django.core.exceptions import ValidationError

from commonplace.candour.queries import TOKENS
from commonplace.lib.blind_signatures import BITS
from commonplace.ui.forms import Form, PlainText

LONGEST = TOKENS * (4 * BITS // 8 // 3 + 8)  # in base64, a blank between


class DrawForm(Form):
    """The fingerprint of the key, and the blinded tokens in base64, a blank between."""

    key = PlainText(max_length=64)
    blinded = PlainText(max_length=LONGEST)

    def clean_blinded(self) -> list[bytes]:
        """The blinded tokens as bytes."""
        try:
            return [b64decode(one, validate=True) for one in self.cleaned_data["blinded"].split()]
        except (binascii.Error, ValueError) as problem:
            raise ValidationError("not base64", code="invalid") from problem
