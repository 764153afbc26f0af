from commonplace.store import room


class ConversationsConfig(room.Room):
    name = "commonplace.conversations"
    label = "conversations"
