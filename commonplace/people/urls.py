from django.urls import path

from commonplace.people import openid, views

urlpatterns = [
    path("link/<str:token>", views.one_time_link, name="one_time_link"),
    path("letters/press/<str:token>", views.answer_by_link, name="letter_press"),
    path("me/letters/again", views.letters_again, name="letters_again"),
    # In the place of allauth's own, which stand behind them.
    path("account/login/code/confirm/", views.ConfirmCode.as_view(), name="account_confirm_login_code"),
    path("account/2fa/webauthn/add/", views.AddKey.as_view(), name="mfa_add_webauthn"),
    path("account/2fa/totp/activate/", views.UseApp.as_view(), name="mfa_activate_totp"),
    path("account/sessions/", views.Devices.as_view(), name="usersessions_list"),
    path("account/oidc/<str:provider_id>/login/", openid.there, name="openid_connect_login"),
    path("account/oidc/<str:provider_id>/login/callback/", openid.back, name="openid_connect_callback"),
]
