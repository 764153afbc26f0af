from django.urls import path

from commonplace.attention.views import devices, following, for_you, reaching, searching

urlpatterns = [
    path("for-you", for_you.for_you, name="for_you"),
    path("for-you/count", for_you.count, name="for_you_count"),
    path("for-you/question", for_you.left, name="question_left"),
    path("for-you/kept", for_you.kept, name="kept"),
    path("for-you/kept/<slug:kind>/<int:object_id>", for_you.keeping, name="keeping"),
    path("search/following", searching.following_search, name="following_search"),
    path("me/devices", devices.add, name="push_device"),
    path("me/devices/<int:pk>/end", devices.end, name="end_push_device"),
    path("me/letters", following.letters, name="letters"),
    path("me/time", reaching.budget, name="budget"),
    path("letters/no-more/<str:token>", following.stop_hearing, name="stop_hearing"),
    path("letters/stop/<str:token>", following.stop_letters, name="stop_letters"),
    path("me/attention/<slug:slug>/cadence", reaching.cadence, name="cadence"),
    path("me/attention/<slug:slug>/quiet", reaching.quiet, name="quiet"),
    path("c/<slug:slug>/conversations/following", following.following_subject, name="following_subject"),
    path("c/<slug:slug>/topics/<int:pk>/less", following.less, name="less"),
    path("c/<slug:slug>/conversations/<int:pk>/unread", following.unread, name="unread"),
    path("c/<slug:slug>/conversations/<int:pk>/following", following.following, name="following"),
]
