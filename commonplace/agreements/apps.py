from commonplace.store import room


class AgreementsConfig(room.Room):
    name = "commonplace.agreements"
    label = "agreements"
