from commonplace.communities.models import Deed
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply


def test_smoke(hal, tomasz, table):
    c = open_conversation(by=hal, space=table, kind="question", title="A title", text="Words", topics=["Night flow"])
    p = reply(by=tomasz, conversation=c, text="Answer", once="a")
    assert reply(by=tomasz, conversation=c, text="Answer", once="a") == p
    c.refresh_from_db()
    assert (c.post_count, c.last_number, c.first_reply_at) == (2, 2, p.written_at)
    assert list(Deed.objects.filter(what="conversation").values_list("verb", flat=True)) == ["opened", "replied"]
