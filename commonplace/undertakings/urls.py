from django.urls import URLPattern, URLResolver, include, path

from commonplace.undertakings.views import desk, desk_deeds, lists, outside, response, response_deeds, scan, scan_deeds

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

help_desk: list[URLPattern | URLResolver] = [
    path("", desk.help_desk, name="help_desk"),
    path("asking", desk.desk_asking, name="desk_asking"),
    path("questions/<int:asked_pk>/", desk.desk_question, name="desk_question"),
    path("questions/<int:asked_pk>/answer", desk.desk_answer, name="desk_answer"),
    path("questions/<int:asked_pk>/closing", desk.desk_closing, name="desk_closing"),
    path("questions/<int:asked_pk>/passing", desk.desk_passing, name="desk_passing"),
    path("weeks/", desk_deeds.desk_rota, name="desk_rota"),
    path("weeks/<int:shift_pk>", desk_deeds.desk_week, name="desk_week"),
    path("swaps/<int:swap_pk>", desk_deeds.desk_swap, name="desk_swap"),
    path("set-up", desk_deeds.desk_set_up, name="desk_set_up"),
    path("lines/", desk_deeds.desk_faq, name="desk_faq"),
    path("lines/new", desk_deeds.faq_new, name="faq_new"),
    path("lines/<int:line_pk>", desk_deeds.faq_line, name="faq_line"),
    path("question", outside.outside_question, name="outside_question"),
    path("from-outside/", outside.outside_waiting, name="outside_waiting"),
    path("from-outside/<int:question_pk>", outside.outside_letting, name="outside_letting"),
]

systematic_scan: list[URLPattern | URLResolver] = [
    path("", scan.scan, name="scan"),
    path("set-up", scan_deeds.scan_set_up, name="scan_set_up"),
    path("sources/new", scan_deeds.scan_source_new, name="scan_source_new"),
    path("sources/<int:source_pk>", scan_deeds.scan_source, name="scan_source"),
    path("sources/<int:source_pk>/taking", scan_deeds.scan_taking, name="scan_taking"),
    path("sources/<int:source_pk>/handing", scan_deeds.scan_handing, name="scan_handing"),
    path("entries/", scan.scan_entries, name="scan_entries"),
    path("entries/<int:entry_pk>/passing-on", scan_deeds.scan_passing, name="scan_passing_entry"),
    path("passing-on", scan_deeds.scan_passing, name="scan_passing"),
    path("nothing-new", scan_deeds.scan_quiet, name="scan_quiet"),
    path("notes/<int:note_pk>", scan.scan_note, name="scan_note"),
    path("turns/<int:number>/", scan.scan_turn, name="scan_turn"),
    path("turns/<int:number>/notes", scan.scan_notes, name="scan_notes"),
    path("seen/", scan.scan_seen, name="scan_seen"),
    path("again", scan.scan_again, name="scan_again"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:slug>/undertakings/", lists.undertakings, name="undertakings"),
    path("c/<slug:slug>/undertakings/new", lists.beginning_one, name="undertaking_beginning"),
    path("c/<slug:slug>/undertakings/<int:pk>/hand", lists.undertaking_hand, name="undertaking_hand"),
    path("c/<slug:slug>/undertakings/<int:pk>/ending", lists.undertaking_ending, name="undertaking_ending"),
    path("c/<slug:slug>/joint-responses/new", response.joint_response_beginning, name="joint_response_beginning"),
    path("c/<slug:slug>/joint-responses/<int:pk>/", include(joint_response)),
    path("c/<slug:slug>/help-desks/new", desk.help_desk_beginning, name="help_desk_beginning"),
    path("c/<slug:slug>/help-desks/<int:pk>/", include(help_desk)),
    path("c/<slug:slug>/scans/new", scan.scan_beginning, name="scan_beginning"),
    path("c/<slug:slug>/scans/<int:pk>/", include(systematic_scan)),
    path("c/<slug:slug>/", include("commonplace.undertakings.group_urls")),
    path("undertakings/confirm/<str:token>", outside.outside_confirming, name="outside_confirming"),
    path("undertakings/close/<str:token>", outside.outside_closing, name="outside_closing"),
]
