from commonplace.ui import room


class ConversationsConfig(room.Room):
    name = "commonplace.conversations"
    label = "conversations"
