from commonplace.store import room


class OrientationsConfig(room.Room):
    name = "commonplace.orientations"
    label = "orientations"
