from commonplace.store import room


class DigestsConfig(room.Room):
    name = "commonplace.digests"
    label = "digests"
