from django.urls import path

from commonplace.cultivation.views import cultivate, inward, movement, network, principles, season, signs, stages, week

urlpatterns = [
    path("c/<slug:slug>/cultivate/", cultivate.cultivate, name="cultivate"),
    path("c/<slug:slug>/cultivate/not-now", cultivate.not_now, name="not-now"),
    path("c/<slug:slug>/cultivate/network/", network.network, name="network"),
    path("c/<slug:slug>/cultivate/network/drawn", network.drawn, name="network-drawn"),
    path("c/<slug:slug>/cultivate/signs", signs.share_sign, name="share-sign"),
    path("c/<slug:slug>/cultivate/inward/", inward.inward, name="inward"),
    path("c/<slug:slug>/cultivate/movement/", movement.movement, name="movement"),
    path("c/<slug:slug>/cultivate/principles/", principles.principles, name="principles"),
    path("c/<slug:slug>/cultivate/stages/", stages.stages, name="stages"),
    path("c/<slug:slug>/cultivate/week/", week.week, name="week"),
    path("c/<slug:slug>/cultivate/week/tending", week.tending, name="week-tending"),
    path("c/<slug:slug>/cultivate/week/mail", week.mail, name="week-mail"),
    path("letters/stop/week/<str:week_token>", week.week_stop, name="week_stop"),
    path("c/<slug:slug>/cultivate/week/tended/<int:pk>", week.tended, name="week-tended"),
    path("c/<slug:slug>/cultivate/season/", season.season, name="season"),
    path("c/<slug:slug>/cultivate/season/<int:pk>", season.move_gathering, name="season-move"),
]
