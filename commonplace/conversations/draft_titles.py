"""What somebody has begun to say again of a post that is there: what it is called among their drafts, and where they go
on with it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.draft_places import Onward
from commonplace.conversations.models import Post
from commonplace.lib.direction import isolated
from commonplace.people.languages import language_choices
from commonplace.ui.addresses import address

AGAIN = "again"


def place_of(post: Post, *, out_of: str, language: str) -> str:
    """Where the draft of a post in this language is kept."""
    return f"{AGAIN}:{post.pk}:{out_of}:{language}"


def again_at(post: Post, viewpoint: Viewpoint, *, out_of: str, language: str) -> str:
    """The address at which it is said again in this language."""
    where = address("post_again", viewpoint.community.slug, post.conversation_id, post.number)
    return f"{where}?{urlencode({'from': out_of, 'in': language})}"


def posts_again(keys: Collection[str], viewpoint: Viewpoint) -> Mapping[str, Onward]:
    """These posts in other languages, each by its key and both languages; one query."""
    if viewpoint.membership is None or viewpoint.membership.is_guest:
        return {}
    asked = {key: tuple(key.split(":")) for key in keys if key.count(":") == 2}
    seen = Post.objects.visible_to(viewpoint.person).filter(conversation__community=viewpoint.community)
    posts = {str(one.pk): one for one in seen.filter(pk__in=_numbers(asked.values())).select_related("conversation")}
    names = dict(language_choices())
    found: dict[str, Onward] = {}
    for key, (pk, out_of, language) in asked.items():
        if pk in posts and out_of != language and {out_of, language} <= names.keys():
            post = posts[pk]
            said = {"tongue": isolated(names[language]), "title": isolated(post.conversation.title)}
            is_opening = post.number == 1
            words = _("In %(tongue)s: %(title)s") if is_opening else _("In %(tongue)s, a reply to: %(title)s")
            found[key] = Onward(words % said, again_at(post, viewpoint, out_of=out_of, language=language))
    return found


def _numbers(asked: Collection[tuple[str, ...]]) -> list[int]:
    return [int(pk) for pk, *_languages in asked]
