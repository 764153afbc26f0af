from commonplace.store import room


class KnowledgeConfig(room.Room):
    name = "commonplace.knowledge"
    label = "knowledge"
