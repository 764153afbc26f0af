from django.urls import path

from commonplace.constellation.views import choosing, host, plans, related, told

urlpatterns = [
    path("host/", host.host, name="host"),
    path("host/eyes", host.name_eye, name="name_host_eye"),
    path("host/eyes/<int:pk>/end", host.end_eye, name="end_host_eye"),
    path("c/<slug:slug>/related/", related.related, name="related"),
    path("c/<slug:slug>/related/<int:pk>/agree", related.agree_related, name="agree_related"),
    path("c/<slug:slug>/related/<int:pk>/undo", related.undo_related, name="undo_related"),
    path("c/<slug:slug>/related/host", told.told_to_host, name="told_to_host"),
    path("c/<slug:slug>/related/plans/new", plans.plan_crossing, name="plan_crossing"),
    path("c/<slug:slug>/related/plans/<int:pk>", plans.crossing, name="crossing"),
    path("c/<slug:slug>/related/plans/<int:pk>/talk", choosing.choose_talk, name="choose_talk"),
    path("c/<slug:slug>/related/plans/<int:pk>/kept", choosing.choose_kept, name="choose_kept"),
    path("c/<slug:slug>/related/plans/<int:pk>/people", choosing.choose_people, name="choose_comers"),
    path("c/<slug:slug>/related/plans/<int:pk>/leave-behind", choosing.leave_behind, name="leave_behind"),
    path("c/<slug:slug>/related/plans/<int:pk>/agree", plans.agree_to_merge, name="agree_to_merge"),
    path("c/<slug:slug>/related/plans/<int:pk>/ask", plans.ask_crossing, name="ask_crossing"),
    path("c/<slug:slug>/related/plans/<int:pk>/answer", plans.answer_crossing, name="answer_crossing"),
    path("c/<slug:slug>/related/plans/<int:pk>/take-back", plans.take_words_back, name="take_words_back"),
    path("c/<slug:slug>/related/plans/<int:pk>/carry", plans.carry_crossing, name="carry_crossing"),
    path("c/<slug:slug>/related/plans/<int:pk>/call-off", plans.call_off_crossing, name="call_off_crossing"),
]
