from commonplace.store import room


class AttentionConfig(room.Room):
    name = "commonplace.attention"
    label = "attention"
