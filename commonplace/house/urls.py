"""Every address of the house; rooms keep their own."""

from django.urls import include, path

from commonplace.house.resolving import ByWords

rooms = [
    path("", include("commonplace.conversations.urls")),
    path("", include("commonplace.web.urls")),
    path("", include("commonplace.people.urls")),
    path("", include("commonplace.live.urls")),
    path("", include("commonplace.search.urls")),
    path("", include("commonplace.attention.urls")),
    path("", include("commonplace.digests.urls")),
    path("", include("commonplace.words.urls")),
    path("", include("commonplace.communities.urls")),
    path("", include("commonplace.gatherings.urls")),
    path("", include("commonplace.candour.urls")),
    path("", include("commonplace.leadership.urls")),
    path("", include("commonplace.launch.urls")),
    path("", include("commonplace.orientations.urls")),
    path("", include("commonplace.agenda.urls")),
    path("", include("commonplace.agreements.urls")),
    path("", include("commonplace.fitness.urls")),
    path("", include("commonplace.undertakings.urls")),
    path("", include("commonplace.protocols.urls")),
    path("", include("commonplace.runs.urls")),
    path("", include("commonplace.repertoire.urls")),
    path("", include("commonplace.knowledge.urls")),
    path("", include("commonplace.weaving.urls")),
    path("", include("commonplace.stories.urls")),
    path("", include("commonplace.value.urls")),
    path("", include("commonplace.record.urls")),
    path("", include("commonplace.sponsorship.urls")),
    path("", include("commonplace.constellation.urls")),
    path("", include("commonplace.mail.urls")),
    path("", include("commonplace.cultivation.urls")),
    path("", include("commonplace.feeds.urls")),
    path("", include("commonplace.devices.urls")),
    path("", include("commonplace.transfer.urls")),
    path("", include("commonplace.demo.urls")),
    path("", include("commonplace.api.urls")),
    path("", include("commonplace.ui.urls")),
    path("account/", include("allauth.urls")),
]
urlpatterns = [ByWords(rooms)]

# A busy database is met by middleware too, where no view is asked.
handler500 = "commonplace.web.busy.stumbled"
# allauth's limits answer so.
handler429 = "commonplace.web.pace.too_fast"
