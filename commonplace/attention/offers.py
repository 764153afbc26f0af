"""What attention brings to the rooms below: unread words in lists, following beside a conversation."""

from commonplace.attention import on_merge, places
from commonplace.conversations.actions.merging import ON_MERGE
from commonplace.ui.places import register

ON_MERGE.register(on_merge.bring_along)

register("conversations.marks", query=places.marks)
register("conversation.margin", query=places.following, template="attention/following.html", order=10)
