"""What the post brings to the rooms below: a last look at letters about a post."""

from commonplace.letters.last_looks import LAST_LOOKS
from commonplace.mail.sending import LAST_LOOK

LAST_LOOKS.declare(LAST_LOOK)
