from commonplace.store import room


class SponsorshipConfig(room.Room):
    name = "commonplace.sponsorship"
    label = "sponsorship"
