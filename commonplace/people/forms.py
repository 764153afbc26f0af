"""The forms of the door: allauth's own, in the words of this house."""

import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from allauth.account import forms as door
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.socialaccount import forms as elsewhere
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.functional import lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from commonplace.lib.addresses import one_address
from commonplace.lib.names import holds_address
from commonplace.people.models import Person
from commonplace.people.proof import is_unproven
from commonplace.ui.forms import PlainText

LABELS: dict[str, Any] = {
    "login": _("Your mail address"),
    "email": _("Your mail address"),
    "password": _("Passphrase"),
    "password1": _("Passphrase"),
    "password2": _("The passphrase once more"),
    "oldpassword": _("Your passphrase until now"),
    "remember": _("Remember this device for a month"),
}
HINTS: dict[str, Any] = {
    "password1": _("Ten characters or more. A sentence of your own is easy to keep and hard to guess."),
    "password2": "",
}


class InOurWords:
    """Gives the fields of a form of allauth our labels and hints, and takes the placeholders away."""

    fields: dict[str, forms.Field]
    code_label: Any = _("The code from the letter")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name == "code":
                field.label = self.code_label
                field.widget.attrs.setdefault("autocomplete", "one-time-code")
            elif name in LABELS:
                field.label = LABELS[name]
            if name in HINTS:
                field.help_text = HINTS[name]
            if isinstance(field, forms.EmailField):
                field.clean = partial(_in_one_spelling, field.clean)  # type: ignore[method-assign]


def _in_one_spelling(clean: Callable[[Any], Any], value: Any) -> Any:
    """What a field for an address makes of what was typed; allauth looks people up by it."""
    cleaned = clean(value)
    return one_address(cleaned) if isinstance(cleaned, str) else cleaned


def _send_a_code_instead() -> SafeString:
    return render_to_string("people/code_instead.html")


class NameField(PlainText):
    """What someone is called; a web or mail address is not a name."""

    default_error_messages = {
        "address": _(
            "That reads like a web or mail address. What do people call you? Leave a space after a full stop."
        ),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("What shall we call you?"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "name"}))
        super().__init__(max_length=120, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if holds_address(text):
            raise ValidationError(self.error_messages["address"], code="address")
        return text


class SignInForm(InOurWords, door.LoginForm):  # type: ignore[misc]
    """Mail address and passphrase, or a code by mail instead."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = lazy(_send_a_code_instead, SafeString)()
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignUpForm(InOurWords, door.SignupForm):  # type: ignore[misc]
    """Name and mail address; a passphrase comes later, for those who like one."""

    name = NameField()
    field_order: tuple[str, ...] = ("name", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A passphrase may be set once the address is confirmed: set before, it would outlive an account that someone
        # made with another's address.
        self.fields.pop("password1", None)


class SocialSignUpForm(InOurWords, elsewhere.SignupForm):  # type: ignore[misc]
    """What the other house did not tell: a name, an address."""

    name = NameField()
    field_order = ("name", "email")


class RequestCodeForm(InOurWords, door.RequestLoginCodeForm):  # type: ignore[misc]
    """Where the code goes."""


class ConfirmCodeForm(InOurWords, door.ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code that signs in."""


class AddAddressForm(InOurWords, door.AddEmailForm):  # type: ignore[misc]
    """One more address to sign in with; the first that is confirmed takes the place of one that was only typed."""

    user: Person

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Another mail address of yours")
        if is_unproven(self.user):
            self.fields["email"].label = _("Another mail address, if you mistyped this one")
            self.fields["email"].help_text = _("Once it is confirmed, it takes the other’s place.")


class ChangePassphraseForm(InOurWords, door.ChangePasswordForm):  # type: ignore[misc]
    """The old passphrase and the new one."""


class SetPassphraseForm(InOurWords, door.SetPasswordForm):  # type: ignore[misc]
    """A first passphrase."""


class ResetPassphraseForm(InOurWords, door.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link for a new passphrase."""


class ResetPassphraseKeyForm(InOurWords, door.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new passphrase, behind the link from the letter."""


class ReauthenticateForm(InOurWords, door.ReauthenticateForm):  # type: ignore[misc]
    """The passphrase once more, before something that matters."""


class AppCodeForm(InOurWords, AuthenticateForm):  # type: ignore[misc]
    """The second step at sign-in."""

    code_label = _("The code from your app, or a recovery code")


class AppCodeAgainForm(InOurWords, ReauthenticateByCodeForm):  # type: ignore[misc]
    """The second step, before something that matters."""

    code_label = _("The code from your app, or a recovery code")


class ActivateAppForm(InOurWords, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app."""

    code_label = _("The code that the app shows now")


KEY_NAME = 120  # characters of what someone calls a key


class KeyAnswer(forms.JSONField):
    """What a device says of a key, as the browser hands it on."""

    def to_python(self, value: Any) -> Any:
        with _unfit():
            said = super().to_python(value)
        if said is not None and not isinstance(said, dict):
            raise ValidationError(DID_NOT_FIT, code="invalid")
        return said

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Nothing: an answer is good for one question, and never given back."""
        return None


DID_NOT_FIT = _("What your device said did not fit. Try again.")
# What the libraries beneath stumble over when an answer is broken, or made by hand.
BROKEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, struct.error)


@contextmanager
def _unfit() -> Iterator[None]:
    try:
        yield
    except ValidationError as problem:
        if problem.code not in ("incorrect_code", "invalid"):
            raise
        raise ValidationError(DID_NOT_FIT, code="invalid") from problem
    except BROKEN as problem:
        raise ValidationError(DID_NOT_FIT, code="invalid") from problem


class WithAKey:
    """Tells a device's answer that does not fit, however broken it is."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = KeyAnswer(widget=forms.HiddenInput)


class KnownKey(WithAKey):
    """A key that was added before."""

    def clean_credential(self) -> Any:
        with _unfit():
            return super().clean_credential()  # type: ignore[misc]


class SignInByKeyForm(KnownKey, LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey alone."""


class SecondStepByKeyForm(KnownKey, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A key after a passphrase or a code."""


class StillMeByKeyForm(KnownKey, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A key before something that matters."""


class AddKeyForm(WithAKey, InOurWords, AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey or security key."""

    name = PlainText(label=_("What shall it be called?"), max_length=KEY_NAME, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "passwordless" in self.fields:
            self.fields["passwordless"].label = _("Let it sign you in on its own")
            self.fields["passwordless"].help_text = _("The device then asks for a finger, a face or its code.")

    def clean(self) -> dict[str, Any]:
        with _unfit():
            cleaned: dict[str, Any] = super().clean()
        return cleaned


class EditKeyForm(InOurWords, EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a key."""

    name = PlainText(label=_("What shall it be called?"), max_length=KEY_NAME)
