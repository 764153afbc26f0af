from django.urls import URLPattern, URLResolver, path

from commonplace.web.views import agreed, arriving, claiming, erasing, founding, home, looks, me, today

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("c/<slug:slug>/", today.community, name="community"),
    path("communities", home.communities, name="communities"),
    path("found", founding.found, name="found"),
    path("in/<slug:token>", arriving.invitation, name="invitation"),
    path("me", me.me, name="me"),
    path("me/communities", me.communities, name="my_communities"),
    path("me/attention", me.attention, name="my_attention"),
    path("me/signing-in", me.signing_in, name="my_signing_in"),
    path("me/yours", me.yours, name="my_own"),
    path("me/looks", looks.looks, name="my_looks"),
    path("me/agreed", agreed.agreed, name="my_agreed"),
    path("me/agreed/again", agreed.again, name="my_agreed_again"),
    path("me/profile", me.profile, name="my_profile"),
    path("me/wishes", me.wishes, name="my_wishes"),
    path("me/suggestion", me.suggestion, name="my_suggestion"),
    path("me/everything", me.words, name="my_words"),
    path("me/everything.zip", me.everything, name="my_everything"),
    path("me/erasing", erasing.erasing, name="my_erasing"),
    path("farewell", erasing.farewell, name="farewell"),
    path("me/earlier/<int:pk>", claiming.my_earlier_self, name="my_earlier_self"),
    path("c/<slug:slug>/people/<int:pk>/claim", claiming.claim, name="claim"),
    path("c/<slug:slug>/people/<int:pk>/taking-out", erasing.take_out, name="take_out_name"),
    path("c/<slug:slug>/claims/", claiming.claims, name="claims"),
    path("c/<slug:slug>/claims/<int:pk>", claiming.claim_answer, name="claim_answer"),
]
