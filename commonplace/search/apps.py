from commonplace.ui.room import Room


class SearchConfig(Room):
    name = "commonplace.search"
    label = "search"
