from commonplace.store import room


class RunsConfig(room.Room):
    name = "commonplace.runs"
    label = "runs"
