from commonplace.store import room


class AgendaConfig(room.Room):
    name = "commonplace.agenda"
    label = "agenda"
