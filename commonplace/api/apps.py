from commonplace.store import room


class ApiConfig(room.Room):
    name = "commonplace.api"
    label = "api"
