from django.urls import path

from commonplace.transfer.views import archives, calendars, closed, moving, people, places

urlpatterns = [
    path("c/<slug:slug>/imports/", archives.imports, name="imports"),
    path("c/<slug:slug>/imports/moving-over", moving.moving_over, name="moving_over"),
    path("c/<slug:slug>/imports/moving-over/<int:pk>", moving.mailing_list, name="mailing_list"),
    path(
        "c/<slug:slug>/imports/calendars/<int:pk>/taking-back",
        calendars.calendar_taking_back,
        name="calendar_taking_back",
    ),
    path("c/<slug:slug>/imports/closed/<int:pk>", closed.closed_chat, name="closed_chat"),
    path("c/<slug:slug>/imports/closed/<int:pk>/mine", closed.closed_chat_mine, name="closed_chat_mine"),
    path("c/<slug:slug>/imports/lists/", people.people_lists, name="people_lists"),
    path("c/<slug:slug>/imports/lists/<int:pk>", people.people_list, name="people_list"),
    path("c/<slug:slug>/imports/lists/<int:pk>/rows/<int:row>", people.people_row, name="people_row"),
    path("c/<slug:slug>/imports/<int:pk>", archives.one_import, name="import"),
    path("c/<slug:slug>/imports/<int:pk>/places", places.place_wish, name="import_places"),
    path("c/<slug:slug>/imports/<int:pk>/conversations", archives.import_conversations, name="import_conversations"),
    path("c/<slug:slug>/imports/<int:pk>/people", archives.import_people, name="import_people"),
    path("c/<slug:slug>/imports/<int:pk>/taking-back", archives.taking_back, name="import_taking_back"),
    path("c/<slug:slug>/one-person/", archives.one_person, name="one_person"),
    path("c/<slug:slug>/set-aside/", archives.set_aside, name="set_aside"),
]
