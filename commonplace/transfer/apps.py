from commonplace.store import room


class TransferConfig(room.Room):
    name = "commonplace.transfer"
    label = "transfer"
