"""What a community owns of its conversations."""

from commonplace.communities.owned import Owned, stays
from commonplace.conversations.models import (
    Amplification,
    Attachment,
    Closure,
    Consent,
    Conversation,
    Draft,
    Fitting,
    Mention,
    MeToo,
    Move,
    Outcome,
    Post,
    Rereading,
    Revision,
    Settlement,
    Split,
    SuggestedTopic,
    Thanks,
    TopicDecision,
    TopicSearch,
    Upload,
    Withdrawal,
)

_KEYS = ("idempotency_key",)
LISTS = (
    Owned("conversations", Conversation, "community", kind="conversation", part="post", paths=("conversations",)),
    Owned("filed", Conversation.topics.through, "conversation__community"),
    Owned("posts", Post, "conversation__community", _KEYS, "post"),
    Owned("revisions", Revision, "post__conversation__community"),
    Owned("withdrawals", Withdrawal, "post__conversation__community"),
    Owned("thanks", Thanks, "post__conversation__community"),
    Owned("mentions", Mention, "post__conversation__community"),
    Owned("enclosures", Attachment, "post__conversation__community"),
    Owned("settlements", Settlement, "conversation__community"),
    Owned("outcomes", Outcome, "conversation__community"),
    Owned("amplifications", Amplification, "conversation__community"),
    Owned("closures", Closure, "conversation__community"),
    Owned("me_too", MeToo, "conversation__community"),
    Owned("splits", Split, "conversation__community"),
    Owned("moves", Move, "conversation__community"),
    Owned("consents", Consent, "move__conversation__community"),
    Owned("suggested_topics", SuggestedTopic, "community"),
    Owned("fittings", Fitting, "suggested__community", ("decision",), rows=lambda found: found.filter(decision=None)),
    # What was kept is a topic, which goes along; only the way back stays.
    Owned("declined_topics", TopicDecision, "suggested__community", rows=lambda found: found.filter(topic=None)),
    *stays("not said yet: it is whoever's who writes it", Draft, Upload),
    *stays("work that this house has begun", Rereading, TopicSearch),
)
