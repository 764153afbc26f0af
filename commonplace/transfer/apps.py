from commonplace.ui.room import Room


class TransferConfig(Room):
    name = "commonplace.transfer"
    label = "transfer"
