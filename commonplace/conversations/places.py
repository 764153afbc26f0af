"""Where higher rooms may show what they know on pages of conversations."""

from commonplace.conversations.queries import asking, elsewhere
from commonplace.ui.places import publish, register

publish("conversation.head", "viewpoint, conversation: under the title")
publish("conversation.margin", "viewpoint, conversation: beside the posts")
publish("conversation.foot", "viewpoint, conversation: after the last post, above the reply")
publish("conversations.margin", "viewpoint, wanted (lists.Wanted): beside the list")
publish("compose.beside", "viewpoint, kind, title: beside the composer")
publish("topic.margin", "viewpoint, topic: beside what is filed under a topic")
# Asked once for all rows of a list and drawn by the list: answers {"marks": {conversation id: lists.Mark}}.
publish("conversations.marks", "viewpoint, conversations: marks for the rows of a list")

register("about.margin", query=elsewhere.open_window, template="conversations/elsewhere/window.html", order=10)
register("people.leaf", query=asking.who_wrote, template="conversations/elsewhere/wrote.html", order=10)
register("person.leaf", query=elsewhere.of_person, template="conversations/elsewhere/person.html", order=10)
