from commonplace.store import room


class GuestbookConfig(room.Room):
    name = "tests.guestbook"
    label = "guestbook"
