from commonplace.store import room


class PeopleConfig(room.Room):
    name = "commonplace.people"
    label = "people"
