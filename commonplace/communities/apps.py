from importlib import import_module

from commonplace.ui import room


class CommunitiesConfig(room.Room):
    name = "commonplace.communities"
    label = "communities"

    def ready(self) -> None:
        super().ready()
        # Hears when an address is confirmed.
        import_module("commonplace.communities.at_the_door")
