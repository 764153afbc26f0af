from django.urls import path

from commonplace.value.views import indicators, matrix, numbers, pulses, sense, threads

ONE = "c/<slug:slug>/value/indicators/<int:pk>"

urlpatterns = [
    path("c/<slug:slug>/value/", matrix.value, name="value"),
    path("c/<slug:slug>/value/indicators/", indicators.indicators, name="indicators"),
    path("c/<slug:slug>/value/indicators/new", indicators.indicator_new, name="indicator_new"),
    path("c/<slug:slug>/value/indicators/pick", indicators.indicator_pick, name="indicator_pick"),
    path(ONE, numbers.indicator, name="indicator"),
    path(f"{ONE}/change", indicators.indicator_change, name="indicator_change"),
    path(f"{ONE}/aside", indicators.indicator_aside, name="indicator_aside"),
    path(f"{ONE}/enter", numbers.indicator_enter, name="indicator_enter"),
    path(f"{ONE}/numbers/<int:number>", numbers.indicator_correct, name="indicator_correct"),
    path(f"{ONE}/expect", numbers.indicator_expect, name="indicator_expect"),
    path(f"{ONE}/unit", numbers.indicator_unit, name="indicator_unit"),
    path(f"{ONE}/ask", numbers.indicator_ask, name="indicator_ask"),
    path("c/<slug:slug>/value/pulses/<int:pk>", pulses.pulse, name="pulse"),
    path("c/<slug:slug>/value/sense/", sense.senses, name="senses"),
    path("c/<slug:slug>/value/sense/new", sense.sense_new, name="sense_new"),
    path("c/<slug:slug>/value/sense/<int:pk>", sense.sense, name="sense"),
    path("c/<slug:slug>/value/sense/<int:pk>/decided/<int:decision>/agenda", sense.sense_agenda, name="sense_agenda"),
    path("c/<slug:slug>/value/sense/<int:pk>/take-away", sense.sense_take_away, name="sense_take_away"),
    path("c/<slug:slug>/value/threads/", threads.threads, name="threads"),
    path("c/<slug:slug>/value/threads/<int:pk>", threads.thread, name="thread"),
]
