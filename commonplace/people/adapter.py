"""How allauth speaks in this house: names instead of usernames, letters instead of mail, nobody signing up alone."""

import logging
import re
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonplace.letters.actions import write
from commonplace.letters.compose import Templates
from commonplace.lib.addresses import one_address
from commonplace.lib.names import holds_address
from commonplace.people.models import Person
from commonplace.people.passphrases import one_spelling
from commonplace.people.preferences import chosen_language, keep_wishes
from commonplace.people.proof import (
    UNPROVEN,
    begin_anew,
    is_unproven,
    may_be_proven,
    rests_on_a_typed_address,
    wait_in_line,
)
from commonplace.people.queries import earlier_selves
from commonplace.store.registry import Hook
from commonplace.ui.plain_text import NULL, plain

CAME_BY = "came_by"
# How long the codes and links in letters are good, in seconds; later they are not sent any more.
LIVES: Final = {
    "account/email/login_code": app_settings.LOGIN_BY_CODE_TIMEOUT,
    "account/email/email_confirmation": app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT,
    "account/email/email_confirmation_signup": app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT,
    "account/email/password_reset_code": app_settings.PASSWORD_RESET_BY_CODE_TIMEOUT,
    "account/email/password_reset_key": settings.PASSWORD_RESET_TIMEOUT,
}
logger = logging.getLogger(__name__)

# Lets a room go on, in the same request.
ON_CONFIRMED: Hook[HttpRequest, EmailAddress] = Hook("when someone has confirmed an address")


class Adapter(DefaultAccountAdapter):
    """Sends every account letter through the outbox, and opens the door only to those who come for a community."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is asleep; a steward you know can say why."),
        "email_password_mismatch": _("Address and passphrase do not belong together. A code by mail lets you in, too."),
        "incorrect_code": _("That is not the code from the letter. Letters and figures, as they stand there."),
        "incorrect_password": _("That is not your passphrase."),
        "enter_current_password": _("Type the passphrase you have now."),
        "too_many_login_attempts": _("A good many tries in a short time. Wait five minutes, or ask for a code."),
        "rate_limited": _("A little slower, please. Wait a minute and send it again."),
        "duplicate_email": _("This address is among yours already."),
        "email_taken": _("Someone signs in with this address already."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up alone, except where anyone may found a community; see docs/decisions/0006-coming-in.md."""
        return settings.FOUNDERS == "anyone" or bool(request.session.get(CAME_BY))

    def new_user(self, request: HttpRequest) -> Person:
        """Make someone who stands behind their name from the start, and keeps the language they came in with."""
        return Person(claimed_at=timezone.now(), language=chosen_language(request))

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        """Keep the name that was given; without one, what stands before the @."""
        user.name = form.cleaned_data.get("name") or user.name or form.cleaned_data.get("email", "").split("@")[0]
        saved: Person = super().save_user(request, user, form, commit)
        return saved

    def post_login(self, request: HttpRequest, user: Person, **rest: Any) -> HttpResponse:
        """Go where they were going, with the language, time zone and light they chose."""
        response: HttpResponse = super().post_login(request, user, **rest)
        keep_wishes(response, user, is_secure=request.is_secure())
        if is_unproven(user):
            request.session[UNPROVEN] = True
        if earlier_selves(user).exists():
            messages.info(request, _("A name in an archive here may be yours; your own page asks."))
        return response

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Confirm an address; the session in which its code was typed is proven with it.

        The first one that is proven leaves nothing else that opens the account; whoever proves it is told.
        """
        is_theirs = request.user.pk in (None, email_address.user_id)
        typed_here = is_theirs and request.session.get(UNPROVEN, False)
        with transaction.atomic():
            wait_in_line(email_address.user_id)
            is_first = is_unproven(email_address.user)
            if not may_be_proven(request, email_address, is_first=is_first):
                words = _("%(address)s could not be confirmed. Sign in with it once more, please.")
                messages.error(request, words % {"address": email_address.email})
                return False
            confirmed: bool = super().confirm_email(request, email_address)
            was_lived_in = confirmed and is_first and begin_anew(request, email_address)
        if not confirmed:
            return False
        if is_theirs:
            request.session.pop(UNPROVEN, None)
        if was_lived_in and not typed_here:
            messages.warning(request, _told_who_was_here(email_address.user))
        ON_CONFIRMED(request, email_address)
        return True

    def login(self, request: HttpRequest, user: Person) -> None:
        """Begin the session, tied to the passphrase as it stands: a first proof has just made it a new one."""
        user.refresh_from_db(fields=["password"])
        super().login(request, user)

    def clean_email(self, email: str) -> str:
        """Take an address in its one spelling, from whomever it comes."""
        return one_address(super().clean_email(email))

    def clean_password(self, password: str, user: Person | None = None) -> str:
        """Take a passphrase only once an address is confirmed: it would outlive an account made in another's name."""
        if user is not None and user.pk and (rests_on_a_typed_address(self.request) or is_unproven(user)):
            raise ValidationError(_("Confirm your mail address first; it is on your own page."), code="unproven")
        # Judged as it is hashed, and given back as typed: a form holds it against what was typed the second time.
        super().clean_password(one_spelling(password), user=user)
        return password

    def get_reauthentication_methods(self, user: Person) -> list[dict[str, Any]]:
        """The ways to say 'still me', in our words."""
        words = {
            "reauthenticate": _("With the passphrase"),
            "mfa_reauthenticate": _("With a code from the app"),
            "mfa_reauthenticate:webauthn": _("With a key"),
        }
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if not is_mfa_enabled(user, [Authenticator.Type.TOTP]):
            # Recovery codes are for the day when the key is lost, so the key is asked before them.
            methods.sort(key=lambda one: one["id"] == "mfa_reauthenticate")
        return [{**one, "description": words.get(one["id"], one["description"])} for one in methods]

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link to a new passphrase, at the address of this house whatever host the request named."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return f"{settings.BASE_URL}{path.replace('UID-KEY', quote(key))}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the letter; the worker sends it, and prints it where no mail server is set."""
        lives = LIVES.get(template_prefix)
        reader = EmailAddress.objects.filter(email=email).select_related("user").order_by("-verified").first()
        write(
            to=email,
            template=Templates(
                f"{template_prefix}_subject.txt", f"{template_prefix}_message.txt", "people/letters/account.html"
            ),
            context={**context, "email": email},
            kind="account",
            language=reader.user.language if reader else None,
            useful_until=timezone.now() + timedelta(seconds=lives) if lives else None,
        )


def _told_who_was_here(person: Person) -> str:
    """What the owner of an address reads where someone else had begun an account with it."""
    return gettext(
        "Until now this address had only been typed here, and whoever typed it was in this account as “%(name)s”. "
        "Nothing but your address opens it any more: every other device is signed out, and any other address, "
        "passphrase, key, token or sign-in server was thrown away. What they said of themselves is still there; "
        "look through your own page, and change what is not yours."
    ) % {"name": person.name}


class KeysAdapter(DefaultMFAAdapter):
    """Passkeys and apps, named as a person would name them."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": _("While a key or an app guards your account, no address can be added."),
        "cannot_delete_authenticator": _("The app has to stay for now."),
        "cannot_generate_recovery_codes": _("Recovery codes come with an app or a key; add one of them first."),
        "incorrect_code": _("That did not fit. Try again; a code from the app changes every half minute."),
        "unverified_email": _("First confirm every mail address on your own page, or take it away there."),
    }

    def get_totp_issuer(self) -> str:
        return str(settings.HOUSE_NAME)

    def get_totp_label(self, user: Person) -> str:
        return user.name

    def generate_authenticator_name(self, user: Person, type: Any) -> str:
        """What a key is called until its owner says otherwise."""
        return gettext("This device")


class SocialAdapter(DefaultSocialAccountAdapter):
    """The organisation's own sign-in server vouches for its people, so they may come in without an invitation."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "email_taken": _("Someone signs in here with this address already. A code by mail lets you in, too."),
        "invalid_token": _("The other server did not vouch for you."),
        "no_password": _("Set a passphrase first; then it can go."),
        "no_verified_email": _("Confirm your mail address first, or nothing would let you in."),
        "disconnect_last": _("Nothing else would let you in; this one has to stay."),
        "connected_other": _("Someone else here signs in with that account of the other server."),
    }

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return True

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Tie no account whose address was only typed; take the server's word for an address that it has confirmed."""
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            if rests_on_a_typed_address(request):
                messages.error(request, self.error_messages["no_verified_email"])
                raise ImmediateHttpResponse(redirect("account_email"))
            return
        vouched = [one.email for one in sociallogin.email_addresses if one.verified]
        if sociallogin.is_existing and not sociallogin.account.pk:
            # Found by the address alone. It is proven now, before the tie is made: what was there before goes.
            typed = EmailAddress.objects.filter(user=sociallogin.user, email__in=vouched, verified=False).first()
            if typed is not None:
                typed.user = sociallogin.user
                if not get_adapter().confirm_email(request, typed):
                    raise ImmediateHttpResponse(redirect("account_login"))

    def new_user(self, request: HttpRequest, sociallogin: SocialLogin) -> Person:
        return Person(claimed_at=timezone.now(), language=chosen_language(request))

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Person:
        """Take the name that the other house knows; an address counts as confirmed where it says so, and only there.

        What else it tells of somebody is not kept.
        """
        told = sociallogin.account.extra_data
        if len({str(part.get("sub") or "") for part in told.values()} | {""}) != 2:
            raise OAuth2Error("The server does not say, or says in two ways, who this is.")
        if sociallogin.account.uid != plain(sociallogin.account.uid.replace(NULL, " ")):
            raise OAuth2Error("The server's number for this person cannot be kept.")
        for address in sociallogin.email_addresses:
            # Some servers say it in words, and "false" is a word too.
            address.verified = address.verified in (True, "true")
            address.email = one_address(address.email)
        said = {name: plain(value.replace(NULL, "")) for name, value in data.items() if isinstance(value, str)}
        person: Person = super().populate_user(request, sociallogin, said)
        parts = " ".join(said[part] for part in ("first_name", "last_name") if part in said)
        found = said.get("name") or parts or said.get("username") or said.get("email", "").split("@")[0]
        if holds_address(found):
            # What servers tell where they know no name; an address is nobody's name here.
            found = re.sub(r"[.:/]+", " ", found.split("@")[0])
        person.name = " ".join(found.split())[:120]
        kept = {"sub": sociallogin.account.uid, "name": person.name, "email": said.get("email", "")}
        sociallogin.account.extra_data = {"userinfo": kept}
        return person

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Person:
        """Make someone with their address and their tie to the other server, all of it or nothing."""
        typed = form.cleaned_data.get("email", "") if form else ""
        if typed and not sociallogin.email_addresses:
            # allauth keeps it on the user, who has no such field here.
            sociallogin.email_addresses = [EmailAddress(email=one_address(typed), primary=True)]
        with transaction.atomic():
            saved: Person = super().save_user(request, sociallogin, form)
        return saved

    def on_authentication_error(self, request: HttpRequest, provider: Any, **what: Any) -> None:
        """Tell the operator why; whoever wanted in only reads that it did not work."""
        if problem := what.get("exception"):
            logger.warning("The sign-in server at OIDC_URL did not let somebody through: %r", problem)
