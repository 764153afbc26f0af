"""Which forms stand in for allauth's; settings name them, so nothing is imported here."""

ACCOUNT_FORMS = {
    "login": "commonplace.people.forms.SignInForm",
    "signup": "commonplace.people.forms.SignUpForm",
    "request_login_code": "commonplace.people.forms.RequestCodeForm",
    "confirm_login_code": "commonplace.people.forms.ConfirmCodeForm",
    "add_email": "commonplace.people.forms.AddAddressForm",
    "change_password": "commonplace.people.forms.ChangePassphraseForm",
    "set_password": "commonplace.people.forms.SetPassphraseForm",
    "reset_password": "commonplace.people.forms.ResetPassphraseForm",
    "reset_password_from_key": "commonplace.people.forms.ResetPassphraseKeyForm",
    "reauthenticate": "commonplace.people.forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "commonplace.people.forms.AppCodeForm",
    "reauthenticate": "commonplace.people.forms.AppCodeAgainForm",
    "activate_totp": "commonplace.people.forms.ActivateAppForm",
    "add_webauthn": "commonplace.people.forms.AddKeyForm",
    "login_webauthn": "commonplace.people.forms.SignInByKeyForm",
    "authenticate_webauthn": "commonplace.people.forms.SecondStepByKeyForm",
    "reauthenticate_webauthn": "commonplace.people.forms.StillMeByKeyForm",
    "edit_webauthn": "commonplace.people.forms.EditKeyForm",
}
SOCIALACCOUNT_FORMS = {"signup": "commonplace.people.forms.SocialSignUpForm"}
