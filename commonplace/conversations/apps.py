from commonplace.ui.room import Room


class ConversationsConfig(Room):
    name = "commonplace.conversations"
    label = "conversations"
