"""Rows of conversations: openings and posts, what settled them, and what people said of them."""

from commonplace.conversations.models.conversation import Closure, Consent, Conversation, MeToo, Move, Split
from commonplace.conversations.models.draft import Draft
from commonplace.conversations.models.outcome import Amplification, Outcome, Settlement
from commonplace.conversations.models.post import Attachment, Mention, Post, Revision, Thanks, Withdrawal, was_said
from commonplace.conversations.models.rereading import Rereading
from commonplace.conversations.models.suggested import Fitting, SuggestedTopic, TopicDecision, TopicSearch
from commonplace.conversations.models.translation import PostTranslation
from commonplace.conversations.models.upload import Upload

__all__ = [
    "Amplification",
    "Attachment",
    "Closure",
    "Consent",
    "Conversation",
    "Draft",
    "Fitting",
    "MeToo",
    "Mention",
    "Move",
    "Outcome",
    "Post",
    "PostTranslation",
    "Rereading",
    "Revision",
    "Settlement",
    "Split",
    "SuggestedTopic",
    "Thanks",
    "TopicDecision",
    "TopicSearch",
    "Upload",
    "Withdrawal",
    "was_said",
]
