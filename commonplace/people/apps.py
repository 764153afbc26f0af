from commonplace.ui import room


class PeopleConfig(room.Room):
    name = "commonplace.people"
    label = "people"
