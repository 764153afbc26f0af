from commonplace.ui.room import Room


class PeopleConfig(Room):
    name = "commonplace.people"
    label = "people"
