from django.urls import path

from commonplace.words.views import reading, wishing, writing

urlpatterns = [
    path("words/", reading.words, name="words"),
    path("words/new", writing.new, name="new_word"),
    path("words/preview", writing.preview, name="word_preview"),
    path("words/drafts", writing.drafts, name="word_drafts"),
    path("words/drafts/<int:draft>", writing.draft, name="word_draft"),
    path("words/count", reading.count, name="words_count"),
    path("words/wish", wishing.wish, name="words_wish"),
    path("words/no-more/<int:whom>", wishing.refusal, name="words_refusal"),
    path("words/stop/<str:words_token>", wishing.stop, name="words_stop"),
    path("words/<int:pk>/", reading.correspondence, name="correspondence"),
    path("words/<int:pk>/leaving", reading.leaving, name="words_leaving"),
    path("words/taking-back/<int:word>", reading.taking_back, name="word_taking_back"),
    path("words/handing/<int:word>", wishing.handing_over, name="word_handing"),
    path("c/<slug:slug>/moderation/handed/<int:handed>/", wishing.handed, name="handed_word"),
]
