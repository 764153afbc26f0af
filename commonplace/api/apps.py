from commonplace.ui.room import Room


class ApiConfig(Room):
    name = "commonplace.api"
    label = "api"
