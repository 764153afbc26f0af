from commonplace.store import room


class RecordConfig(room.Room):
    name = "commonplace.record"
    label = "record"
