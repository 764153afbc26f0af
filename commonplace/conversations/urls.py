from django.urls import URLPattern, URLResolver, include, path

from commonplace.conversations.views import (
    attaching,
    calling,
    compose,
    dividing,
    drafts,
    files,
    lists,
    page,
    posts,
    preview,
    steering,
    suggested,
    text,
    translating,
)

post: list[URLPattern | URLResolver] = [
    path("", posts.post, name="post"),
    path("text", text.text, name="post_text"),
    path("again", translating.again, name="post_again"),
    path("again/<int:translation_pk>/read", translating.translation_read, name="post_translation_read"),
    path("history", posts.history, name="post_history"),
    path("withdrawal", posts.withdrawal, name="post_withdrawal"),
    path("return", posts.post_return, name="post_return"),
    path("half-baked", posts.half_baked, name="post_half_baked"),
    path("thanks", posts.thanks, name="post_thanks"),
    path("settlement", posts.settlement, name="post_settlement"),
    path("outcome", posts.outcome, name="post_outcome"),
    path("division", dividing.division, name="post_division"),
]

conversation: list[URLPattern | URLResolver] = [
    path("", page.conversation, name="conversation"),
    path("posts", page.posts, name="posts"),
    path("posts/<int:number>/", include(post)),
    path("me-too", steering.me_too, name="me_too"),
    path("amplification", steering.amplification, name="amplification"),
    path("closure", steering.closure, name="closure"),
    path("move", steering.move, name="move"),
    path("consent", steering.consent, name="consent"),
    path("merger", steering.merger, name="merger"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:slug>/conversations/", lists.conversations, name="conversations"),
    path("c/<slug:slug>/conversations/new", compose.compose, name="compose"),
    path("c/<slug:slug>/conversations/similar", compose.similar, name="similar"),
    path("c/<slug:slug>/conversations/words", compose.suggest_topics, name="suggest_topics"),
    path("c/<slug:slug>/conversations/callable", calling.callable_people, name="callable_people"),
    path("c/<slug:slug>/conversations/preview", preview.preview, name="preview"),
    path("c/<slug:slug>/conversations/uploads", attaching.uploads, name="uploads"),
    path("c/<slug:slug>/conversations/drafts/", drafts.drafts, name="drafts"),
    path("c/<slug:slug>/conversations/drafts/<int:pk>", drafts.draft, name="draft"),
    path("c/<slug:slug>/conversations/<int:pk>/", include(conversation)),
    path("c/<slug:slug>/topics/", lists.topics, name="topics"),
    path("c/<slug:slug>/topics/<str:topic>", lists.topic, name="topic"),
    path("c/<slug:slug>/suggested-topics/", suggested.words_suggested, name="suggested_topics"),
    path("c/<slug:slug>/suggested-topics/<int:pk>", suggested.word_suggested, name="suggested_topic"),
    path("c/<slug:slug>/suggested-topics/decisions/<int:pk>", suggested.decision_taken_back, name="topic_decision"),
    path("files/<int:pk>/<str:name>", files.attachment, name="attachment"),
]
