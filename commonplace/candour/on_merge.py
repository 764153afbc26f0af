"""Signs go along where conversations are joined or taken apart: whoever holds one speaks on under it there."""

from commonplace.candour.models import Alias, WaitingSettlement, WaitingWord
from commonplace.conversations.models import Conversation, Post


def bring_along(kept: Conversation, other: Conversation, _offset: int) -> None:
    """Signs of the one that joins are signs of the one that stays, and so is what waits; what settled a question waits
    on only where the same sign asked both.
    """
    there = Alias.objects.filter(conversation=kept)
    known = Alias.objects.filter(conversation=other, public__in=there.values("public"))
    known.filter(sign__in=there.values("sign")).delete()
    # Whoever made one key serve for two signs keeps the one that is there.
    new = Alias.objects.filter(conversation=other).exclude(public__in=there.values("public"))
    new.exclude(sign__in=there.values("sign")).update(conversation=kept)
    WaitingWord.objects.filter(conversation=other).update(conversation=kept, space=kept.space)
    settling = WaitingSettlement.objects.filter(conversation=other)
    if kept.alias == other.alias and not WaitingSettlement.objects.filter(conversation=kept).exists():
        settling.update(conversation=kept)
    settling.delete()


def take_along(source: Conversation, made: Conversation, _less: int) -> None:
    """Whose words were taken out holds the same sign there, and in the whole as before."""
    signs = Post.objects.filter(conversation=made).exclude(alias="").values("alias")
    found = Alias.objects.filter(conversation=source, sign__in=signs).values_list("sign", "public")
    Alias.objects.bulk_create(Alias(conversation=made, sign=sign, public=public) for sign, public in found)
