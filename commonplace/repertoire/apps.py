from commonplace.store import room


class RepertoireConfig(room.Room):
    name = "commonplace.repertoire"
    label = "repertoire"
