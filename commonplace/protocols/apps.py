from commonplace.store import room


class ProtocolsConfig(room.Room):
    name = "commonplace.protocols"
    label = "protocols"
