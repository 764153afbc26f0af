from django.urls import path

from commonplace.mail import views
from commonplace.mail.providers import LETTERS, REPORTS

urlpatterns = [
    path("mail/provider/letters", views.provider_calls, {"kind": LETTERS}, name="provider_letters"),
    path("mail/provider/reports", views.provider_calls, {"kind": REPORTS}, name="provider_reports"),
]
