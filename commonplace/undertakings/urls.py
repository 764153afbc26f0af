from django.urls import URLPattern, URLResolver, include, path

from commonplace.undertakings.views import lists, response, response_deeds

joint_response: list[URLPattern | URLResolver] = [
    path("", response.joint_response, name="joint_response"),
    path("comment", response.response_comment, name="response_comment"),
    path("comments/<int:said_pk>", response.comment_deed, name="comment_deed"),
    path("names", response.response_names, name="response_names"),
    path("texts/<int:number>", response.response_text, name="response_text"),
    path("as-sent", response.response_as_sent, name="response_as_sent"),
    path("change", response_deeds.response_change, name="response_change"),
    path("otherwise", response_deeds.response_otherwise, name="response_otherwise"),
    path("otherwise/<int:view_pk>", response_deeds.response_signing, name="response_signing"),
    path("going-out", response_deeds.response_going_out, name="response_going_out"),
    path("answer", response_deeds.response_answer, name="response_answer"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:slug>/undertakings/", lists.undertakings, name="undertakings"),
    path("c/<slug:slug>/undertakings/new", lists.beginning_one, name="undertaking_beginning"),
    path("c/<slug:slug>/undertakings/<int:pk>/hand", lists.undertaking_hand, name="undertaking_hand"),
    path("c/<slug:slug>/undertakings/<int:pk>/ending", lists.undertaking_ending, name="undertaking_ending"),
    path("c/<slug:slug>/joint-responses/new", response.joint_response_beginning, name="joint_response_beginning"),
    path("c/<slug:slug>/joint-responses/<int:pk>/", include(joint_response)),
]
