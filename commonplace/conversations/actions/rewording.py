"""Other words for a post that is there: made before the transaction that writes them, so that nobody waits for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from commonplace.communities.models import Community, Space
from commonplace.communities.modules import MATHS, is_on
from commonplace.conversations.actions.wording import NothingSaid, Wording, named_by, word
from commonplace.conversations.enclosures import pictures_among
from commonplace.conversations.models import Post, PostTranslation
from commonplace.conversations.queries.uploads import enclosures_of
from commonplace.lib import markdown
from commonplace.lib.markdown_pictures import Pictures
from commonplace.lib.text import tidy


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


def in_other_words(post: Post, text: str) -> Wording:
    """A post's words as somebody says them in another language: its pictures can stand in them, and they name nobody.

    Raises NothingSaid and `markdown.TextTooLong`.
    """
    if len(text) > markdown.MAX_SOURCE:
        raise markdown.TextTooLong(len(text))
    source = tidy(text).strip()
    rendered = _set(source, pictures_among(enclosures_of(post)), post.conversation.space.community)
    if rendered.is_blank:
        raise NothingSaid
    return Wording(source, rendered.html)


def _set(source: str, pictures: Pictures, community: Community) -> markdown.Rendered:
    return markdown.render(source, pictures=pictures, with_maths="$" in source and is_on(community, MATHS))


def set_again(post: Post) -> None:
    """Set anew what it says in other languages, since it has other pictures, or formulas are set by now."""
    said = list(PostTranslation.objects.filter(post=post))
    pictures = pictures_among(enclosures_of(post)) if said else {}
    for one in said:
        html = _set(one.source, pictures, post.conversation.space.community).html
        PostTranslation.objects.filter(pk=one.pk).update(html=html)
