from django.urls import URLPattern, path

from commonplace.sponsorship.views import page, reports, requests, sayings

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
    path("c/<slug:slug>/sponsor/reports/", reports.reports, name="sponsor_reports"),
    path("c/<slug:slug>/sponsor/reports/new", reports.report_new, name="report_new"),
    path("c/<slug:slug>/sponsor/reports/<int:pk>/", reports.sponsor_report, name="sponsor_report"),
    path("c/<slug:slug>/sponsor/reports/<int:pk>/file", reports.report_file, name="report_file"),
    path("c/<slug:slug>/sponsor/reports/<int:pk>/words", reports.report_words, name="report_words"),
    path("c/<slug:slug>/sponsor/reports/<int:pk>/core", reports.report_core, name="report_core"),
    path("c/<slug:slug>/sponsor/reports/<int:pk>/read", reports.report_read, name="report_read"),
    path("c/<slug:slug>/sponsor/reports/<int:pk>/readings/<int:said>", reports.report_reply, name="report_reply"),
    path("c/<slug:slug>/sponsor/reports/<int:pk>/release", reports.report_release, name="report_release"),
    path("c/<slug:slug>/sponsor/reports/<int:pk>/drop", reports.report_drop, name="report_drop"),
]
