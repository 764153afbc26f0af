"""Why an archive was read as it was: short codes, some with a number or a name after a blank.

They are kept as they are and worded where they are shown, in the language of whoever reads.
"""

# Two handles are one person.
SAME_MAILBOX = "same-mailbox"
SAME_LOCAL_PART = "same-local-part"  # and the same full name
SAME_ORGANISATION = "same-organisation"  # and the same full name
REWRITTEN = "rewritten"  # a list wrote the full name before its own address

# A letter goes aside.
FLOOD = "flood"  # one of so many strangers' letters
FLOOD_ALIKE = "flood-alike"  # and so many of them sent the same text or link
FLOOD_HAWKING = "flood-hawking"  # and it reads like advertising
HAWKING_RING = "hawking-ring"  # its senders do nothing but advertise, and only they answered
HAWKING = "hawking"  # it reads like advertising, by a stranger, unanswered

# Something could not be read as a message.
BROKEN_OFF = "broken-off"  # the file ends, with the name of the error
UNPACKS_TOO_LARGE = "unpacks-too-large"  # a packed file holds more than one may
FALSE_START = "false-start"  # a line that begins as a message does
NO_HEADER = "no-header"
TOO_DEEP = "too-deep"
NOT_KEPT = "not-kept"  # it was read, and could not be kept, with the name of the error
NOT_UNDERSTOOD = "not-understood"  # with the name of the error
