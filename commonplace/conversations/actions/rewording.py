"""Other words for a post that is there: made before the transaction that writes them, so that nobody waits for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from commonplace.communities.models import Space
from commonplace.communities.modules import MATHS, is_on
from commonplace.conversations.actions.wording import Wording, named_by, word
from commonplace.conversations.enclosures import pictures_among
from commonplace.conversations.models import Post
from commonplace.conversations.queries.uploads import enclosures_of
from commonplace.lib.markdown_pictures import Pictures


@dataclass(frozen=True)
class Ground:
    """What the words of a post are made of besides its text. Of two that are equal the same is made."""

    space_id: int
    has_maths: bool
    named_before: frozenset[int]
    pictures: Pictures
    space: Space = field(compare=False)

    def word(self, text: str) -> Wording:
        """Render this text; raises NothingSaid and `markdown.TextTooLong`."""
        slug = self.space.community.slug
        return word(text, space=self.space, slug=slug, named_before=self.named_before, pictures=self.pictures)


def ground_of(post: Post, text: str) -> Ground:
    """What this text would be made of in a post as it stands, with the files that it has by now."""
    space = post.conversation.space
    named = frozenset(named_by(post)) if "@" in text else frozenset()
    return Ground(space.pk, is_on(space.community, MATHS), named, pictures_among(enclosures_of(post)), space)
