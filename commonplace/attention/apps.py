from commonplace.ui.room import Room


class AttentionConfig(Room):
    name = "commonplace.attention"
    label = "attention"
