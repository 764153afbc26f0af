from commonplace.store import room


class MailConfig(room.Room):
    name = "commonplace.mail"
    label = "mail"
