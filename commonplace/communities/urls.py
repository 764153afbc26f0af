from django.urls import URLPattern, URLResolver, path

from commonplace.communities.views import belonging, face, inviting, joining

urlpatterns: list[URLPattern | URLResolver] = [
    # Coming in and going.
    path("c/<slug:slug>/join", joining.join, name="join"),
    path("c/<slug:slug>/join/withdrawal", joining.join_withdrawal, name="join_withdrawal"),
    path("c/<slug:slug>/requests/", joining.join_requests, name="join_requests"),
    path("c/<slug:slug>/requests/<int:pk>", joining.join_request, name="join_request"),
    path("c/<slug:slug>/invitations/", inviting.invitations, name="invitations"),
    path("c/<slug:slug>/invitations/<int:pk>/withdrawal", inviting.invitation_withdrawal, name="invitation_withdrawal"),
    path("c/<slug:slug>/leaving", belonging.leaving, name="leaving"),
    path("c/<slug:slug>/pace", belonging.pace, name="pace"),
    path("c/<slug:slug>/people/<int:pk>/hello", belonging.hello, name="hello"),
    path("faces/<int:pk>", face.face, name="face"),
]
