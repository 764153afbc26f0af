from commonplace.store import room


class SearchConfig(room.Room):
    name = "commonplace.search"
    label = "search"
