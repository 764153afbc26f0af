from commonplace.store import room


class UiConfig(room.Room):
    name = "commonplace.ui"
    label = "ui"
