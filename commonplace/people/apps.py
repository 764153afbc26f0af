from commonplace.people.days import keep_days
from commonplace.store import room


class PeopleConfig(room.Room):
    name = "commonplace.people"
    label = "people"

    def ready(self) -> None:
        super().ready()
        keep_days()
