from django.urls import URLPattern, path

from commonplace.protocols.views import adapting, choosing, convening, exchanging, page

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/protocols/", choosing.choosing, name="protocols"),
    path("c/<slug:slug>/protocols/bringing", exchanging.protocol_bringing, name="protocol_bringing"),
    path("c/<slug:slug>/protocols/gatherings/<int:pk>", convening.gathering_protocol, name="gathering_protocol"),
    path("c/<slug:slug>/protocols/<slug:ref>/", page.protocol, name="protocol"),
    path("c/<slug:slug>/protocols/<slug:ref>/convening", convening.protocol_convening, name="protocol_convening"),
    path("c/<slug:slug>/protocols/<slug:ref>/adapting", adapting.protocol_adapting, name="protocol_adapting"),
    path("c/<slug:slug>/protocols/<slug:ref>/changing", adapting.protocol_changing, name="protocol_changing"),
    path(
        "c/<slug:slug>/protocols/<slug:ref>/withdrawing",
        adapting.protocol_withdrawing,
        name="protocol_withdrawing",
    ),
    path("c/<slug:slug>/protocols/<slug:ref>/file", exchanging.protocol_file, name="protocol_file"),
]
