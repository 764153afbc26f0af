from django.urls import URLPattern, URLResolver, include, path

from commonplace.gatherings.views import by_link, convening, lists, outside, page, people, polling

gathering: list[URLPattern | URLResolver] = [
    path("", page.gathering, name="gathering"),
    path("answer", page.gathering_answer, name="gathering_answer"),
    path("when", polling.gathering_when, name="gathering_when"),
    path("times", polling.gathering_times, name="gathering_times"),
    path("choosing", polling.choosing, name="choosing"),
    path("words", page.gathering_words, name="gathering_words"),
    path("reminder", page.gathering_reminder, name="gathering_reminder"),
    path("conversation", page.gathering_talk, name="gathering_talk"),
    path("change", convening.gathering_change, name="gathering_change"),
    path("calling-off", convening.calling_off, name="calling_off"),
    path("ending", convening.series_end, name="series_end"),
    path("asking", people.gathering_asking, name="gathering_asking"),
    path("hosts", people.gathering_hosts, name="gathering_hosts"),
    path("guests", people.gathering_guests, name="gathering_guests"),
    path("attendance", people.attendance, name="attendance"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:slug>/gatherings/", lists.gatherings, name="gatherings"),
    path("c/<slug:slug>/gatherings/new", convening.convening, name="convening"),
    path("c/<slug:slug>/gatherings/outside", outside.outside_calendars, name="outside_calendars"),
    path("c/<slug:slug>/gatherings/outside/mine", outside.outside_in_mine, name="outside_in_mine"),
    path("c/<slug:slug>/gatherings/outside/<int:pk>", outside.outside_calendar, name="outside_calendar"),
    path("c/<slug:slug>/gatherings/<int:pk>/", include(gathering)),
    path("me/reminders", page.reminders, name="reminders"),
    path("gatherings/answer/<str:token>", by_link.answer_by_link, name="answer_by_link"),
]
