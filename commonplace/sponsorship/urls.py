from django.urls import URLPattern, path

from commonplace.sponsorship.views import page, requests, sayings

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/sponsor/", page.sponsor, name="sponsor"),
    path("c/<slug:slug>/sponsor/brief", sayings.sponsor_brief, name="sponsor_brief"),
    path("c/<slug:slug>/sponsor/asked/", requests.requests, name="sponsor_requests"),
    path("c/<slug:slug>/sponsor/asked/new", requests.request_new, name="request_new"),
    path("c/<slug:slug>/sponsor/asked/<int:pk>/", requests.sponsor_request, name="sponsor_request"),
    path("c/<slug:slug>/sponsor/asked/<int:pk>/answer", requests.request_answer, name="request_answer"),
    path("c/<slug:slug>/sponsor/asked/<int:pk>/changed", requests.request_changed, name="request_changed"),
    path("c/<slug:slug>/sponsor/asked/<int:pk>/withdraw", requests.request_withdraw, name="request_withdraw"),
    path("c/<slug:slug>/sponsor/asked/<int:pk>/again", requests.request_again, name="request_again"),
    path("c/<slug:slug>/sponsor/say/<slug:saying>", sayings.sponsor_say, name="sponsor_say"),
    path("c/<slug:slug>/sponsor/said/<int:pk>/back", sayings.saying_back, name="saying_back"),
    path("c/<slug:slug>/sponsor/offers/<int:pk>", sayings.offer, name="sponsor_offer"),
]
