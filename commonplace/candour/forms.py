"""What a browser sends that draws, and what it sends that says something candidly."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commonplace.candour.queries import TOKENS
from commonplace.communities.audience import Audience
from commonplace.communities.models import Space
from commonplace.communities.moderation.forms import ONE_LINE
from commonplace.conversations.actions.settling import MAX_STORY
from commonplace.conversations.forms import text_field, title_field
from commonplace.conversations.kinds import AWAITING, MANNERS, Kind
from commonplace.conversations.models import Outcome
from commonplace.lib.alias_keys import HALF
from commonplace.lib.blind_signatures import BITS
from commonplace.lib.markdown import MAX_SOURCE
from commonplace.ui.forms import Explained, Form, OnceField, Options, PlainText

LONGEST = TOKENS * (4 * BITS // 8 // 3 + 8)  # in base64, a blank between


class DrawForm(Form):
    """The fingerprint of the key, and the blinded tokens in base64, a blank between."""

    key = PlainText(max_length=64)
    blinded = PlainText(max_length=LONGEST)

    def clean_blinded(self) -> list[bytes]:
        """The blinded tokens as bytes."""
        return [_bytes(one) for one in self.cleaned_data["blinded"].split()]


def _bytes(written: str) -> bytes:
    try:
        return b64decode(written, validate=True)
    except (binascii.Error, ValueError) as problem:
        raise ValidationError("not base64", code="invalid") from problem


class SaidForm(Form):
    """What is said, the key of whoever says it and their signature of it, all in base64.

    What is said is JSON, and comes as the bytes that were signed.
    """

    said = PlainText(max_length=8 * MAX_SOURCE)
    public = PlainText(max_length=200)
    signature = PlainText(max_length=4 * HALF)

    def clean_said(self) -> bytes:
        return _bytes(self.cleaned_data["said"])

    def clean_public(self) -> bytes:
        return _bytes(self.cleaned_data["public"])

    def clean_signature(self) -> bytes:
        return _bytes(self.cleaned_data["signature"])


class TokenForm(Form):
    """The token behind a candid word, in base64, and whether the word waits for an hour that is drawn by chance."""

    later = forms.BooleanField(required=False)
    prepared = PlainText(max_length=200)
    token = PlainText(max_length=4 * BITS // 8)

    def clean_prepared(self) -> bytes:
        return _bytes(self.cleaned_data["prepared"])

    def clean_token(self) -> bytes:
        return _bytes(self.cleaned_data["token"])


class TakingBackForm(Form):
    """What is taken back."""

    takes_back = forms.IntegerField(min_value=1, max_value=2**62)


class SettlingForm(Form):
    """Which post settled it, and what came of that, where one says so."""

    settles = forms.IntegerField(min_value=1, max_value=2**62)
    how = forms.ChoiceField(choices=Outcome.How.choices, required=False)
    text = PlainText(max_length=MAX_STORY, multiline=True, required=False)

    def clean(self) -> dict[str, Any]:
        """What came of it is one of four and said in words, or not said."""
        found: dict[str, Any] = super().clean() or {}
        if bool(found.get("how")) != bool(found.get("text")):
            self.add_error("text", ValidationError("half of it", code="required"))
        return found


class UnsettlingForm(Form):
    """What is not settled after all."""

    unsettles = forms.IntegerField(min_value=1, max_value=2**62)


class AppealingForm(Form):
    """Which hold asks for a second look, and why, in one line."""

    appeals = forms.IntegerField(min_value=1, max_value=2**62)
    words = PlainText(max_length=ONE_LINE)


class PauseForm(Form):
    """Why a community takes no candid words for a while."""

    why = PlainText(
        label=_("Why?"),
        max_length=ONE_LINE,
        help_text=_("All members read this, where they would write. Name a rule of your charter, if it is one."),
    )


class OnBehalfForm(Form):
    """What a steward asks for somebody, under their own name."""

    kind = forms.ChoiceField(label=_("How would you begin?"), widget=Options(two=True))
    title = title_field()
    text = text_field(label=_("Their words, or yours for them"))
    space = forms.ChoiceField(label=_("Where"), widget=Options)
    idempotency_key = OnceField()

    def __init__(self, *args: Any, spaces: Sequence[tuple[Space, Audience]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spaces = {space.slug: space for space, _sight in spaces}
        kinds = [(one, Explained(Kind(one).label, MANNERS[one].purpose)) for one in AWAITING]
        places = [(space.slug, Explained(space.name, sight.sentence)) for space, sight in spaces]
        for name, choices in (("kind", kinds), ("space", places)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # declared above
            field.choices = choices


class CandidReplyForm(TokenForm):
    """A candid reply."""

    conversation = forms.IntegerField(min_value=1, max_value=2**62)
    text = text_field(label=_("Your words"))


class CandidOpeningForm(TokenForm):
    """A candid opening, which asks for something."""

    space = PlainText(max_length=60)
    kind = forms.ChoiceField(choices=[(one, Kind(one).label) for one in AWAITING])
    title = title_field()
    text = text_field(label=_("Your words"))
