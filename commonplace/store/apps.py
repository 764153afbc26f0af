from commonplace.store import room


class StoreConfig(room.Room):
    name = "commonplace.store"
    label = "store"
