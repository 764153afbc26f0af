"""Words of a conversation are kept: whole paragraphs, with their source, and who may read them there."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.founding.actions import found
from commonplace.communities.moderation.actions import hold
from commonplace.conversations.actions.candid import reply_candidly
from commonplace.conversations.actions.changing import restore, withdraw
from commonplace.conversations.actions.merging import merge as join
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Post
from commonplace.people.actions.erasing import erase
from commonplace.repertoire.actions import taking
from commonplace.repertoire.actions.keeping import NotReadable, Taken
from commonplace.repertoire.actions.rights import NotTheirs
from commonplace.repertoire.actions.wording import NothingSaid, Source, Words
from commonplace.repertoire.blocks import blocks_of
from commonplace.repertoire.models import Passage, Resource

pytestmark = pytest.mark.django_db
TITLE = "What settles a frozen boundary valve?"
SAID = "Warm cloth first.\n\n> Hit it, somebody said\nand hit again.\n\nThen a quarter turn, and wait."


@pytest.fixture
def talk(table, hal, rosa, tomasz) -> Conversation:
    """Hal asks, Rosa answers in two paragraphs of her own, Tomasz adds a line."""
    made = open_conversation(by=hal, space=table, kind="question", title=TITLE, text="It sticks.")
    reply(by=rosa, conversation=made, text=SAID)
    reply(by=tomasz, conversation=made, text="Not below minus ten.")
    return made


@pytest.fixture
def harvest(shelve, hal, talk) -> Callable[..., Resource]:
    """Hal keeps the two replies as a guide, but for what is said otherwise."""

    def put(by=hal, of=talk, numbers=(2, 3), **more) -> Resource:
        posts = of.posts.filter(number__in=numbers).order_by("number")
        return shelve(
            by=by,
            kind="guide",
            words=Words("Frozen valves"),
            source=Source(conversation=of),
            passages=[Taken(one, "how") for one in posts],
            **more,
        )

    return put


def read(person, resource: Resource) -> list[str]:
    return [one.source for one in Passage.objects.visible_to(person).filter(resource=resource).order_by("position")]


def test_a_passage_is_what_its_author_said_and_nothing_that_they_quoted(talk) -> None:
    said = talk.posts.get(number=2)
    assert [one.words for one in blocks_of(said, picture="")] == ["Warm cloth first.", "Then a quarter turn, and wait."]
    fenced = Post(pk=1, source="Run:\n\n```\n> a\n\nb\n```\nso > this\nand\n> that\nlazily")
    assert [one.words for one in blocks_of(fenced, picture="")] == ["Run:", "```\n> a\n\nb\n```", "so > this\nand"]
    mail = Post(pk=1, form="mail", source="x", html="<p>Mine.</p><blockquote><p>Theirs.</p></blockquote><p>Also.</p>")
    assert [one.words for one in blocks_of(mail, picture="")] == ["Mine.", "Also."]


def test_what_was_said_among_members_is_kept_with_its_names_and_sources(client: Client, harvest, talk, leila) -> None:
    made = harvest()
    assert (made.conversation, read(leila, made)[1]) == (talk, "Not below minus ten.")
    client.force_login(leila)
    shown = client.get(f"/c/stick/repertoire/{made.pk}/")
    quotes = [quote for chapter in shown.context["chapters"] for quote in chapter.quotes]
    assert [one.byline.name.split()[0] for one in quotes] == ["Rosa", "Tomasz"]
    assert quotes[0].url == f"/c/stick/conversations/{talk.pk}/?from=2#p2"
    assert quotes[0].url in shown.text
    assert f'href="{made.url("stick")}"' in client.get(f"/c/stick/conversations/{talk.pk}/").text


def test_a_candid_word_is_kept_under_its_sign(client: Client, harvest, talk, leila) -> None:
    reply_candidly(alias="k7mq2x", conversation=talk, text="We hit it, too.", at=timezone.now())
    made = harvest(numbers=(4,))
    client.force_login(leila)
    page = client.get(f"/c/stick/repertoire/{made.pk}/").content.decode()
    assert "Someone of the community · k7mq2x" in page
    assert "someone who has left" not in page


def test_only_the_paragraphs_that_were_chosen_are_kept_and_a_section_needs_no_other_words(shelve, hal, talk) -> None:
    post = talk.posts.get(number=2)
    last = blocks_of(post, picture="")[-1]
    made = shelve(kind="guide", words=Words("Valves"), passages=[Taken(post, "how", [last.key])])
    assert read(hal, made) == ["Then a quarter turn, and wait."]
    with pytest.raises(NothingSaid):
        shelve(kind="guide", words=Words("Valves"), passages=[Taken(post, "why")])


def test_what_is_not_there_for_whoever_takes_it_is_not_taken(shelve, talk, circle, rosa, hal, stranger) -> None:
    close = open_conversation(by=rosa, space=circle, kind="question", title="Between us", text="Hush.")
    post, other = close.posts.get(), talk.posts.get(number=2)
    taken = [[Taken(post, "how")], [Taken(other, "none")], [Taken(other, "how"), Taken(other, "why")]]
    for passages in (*taken, [Taken(other, "how", ["1-0"])]):
        with pytest.raises(NotReadable):
            shelve(kind="guide", words=Words("Valves", parts={"how": "So."}), passages=passages)
    assert not Resource.objects.exists()
    withdraw(by=rosa, post=other)
    with pytest.raises(NotReadable):
        shelve(kind="guide", words=Words("Valves"), passages=[Taken(other, "how")])


def test_two_people_keep_the_same_words_and_each_knows_of_the_other(client: Client, harvest, rosa, hal, talk) -> None:
    one, other = harvest(), harvest(by=rosa)
    assert read(hal, one) == read(hal, other)
    client.force_login(hal)
    choices = client.get(f"/c/stick/repertoire/from/conversations/{talk.pk}/").context["page"].choices
    assert [len(each.kept) for each in choices] == [0, 2, 2]


def test_sent_twice_it_is_one_with_its_passages_once(harvest) -> None:
    assert harvest(idempotency_key="a") == harvest(idempotency_key="a")
    assert Passage.objects.count() == 2


def test_words_that_are_taken_back_go_and_come_again_with_their_post(harvest, rosa, hal, talk) -> None:
    made, post = harvest(), talk.posts.get(number=2)
    withdraw(by=rosa, post=post)
    assert read(hal, made) == ["Not below minus ten."]
    restore(by=rosa, post=post)
    assert len(read(hal, made)) == 2


def test_words_that_are_held_back_are_held_back_where_they_are_kept(harvest, ines, rosa, tomasz, hal, talk) -> None:
    made, post = harvest(), talk.posts.get(number=3)
    hold(by=ines, kind="post", object_id=post.pk, community=talk.community, why="A look.", measure="hidden")
    assert len(read(hal, made)) == 1
    assert len(read(tomasz, made)) == len(read(ines, made)) == 2
    hold(by=ines, kind="conversation", object_id=talk.pk, community=talk.community, why="All of it.")
    assert read(tomasz, made) == []


def test_whoever_is_erased_stays_without_a_name_or_takes_their_words_along(harvest, tomasz, rosa, hal) -> None:
    made = harvest()
    erase(person=tomasz, withdraw=False)
    assert [one.author for one in made.passages.order_by("position")] == [rosa, None]
    assert len(read(hal, made)) == 2
    erase(person=rosa, withdraw=True)
    assert read(hal, made) == ["Not below minus ten."]
    assert [(one.source, one.html) for one in made.passages.filter(position=0)] == [("", "")]


def test_words_follow_a_conversation_that_is_joined_to_another(client: Client, harvest, table, ines, hal, talk) -> None:
    made = harvest()
    kept = open_conversation(by=hal, space=table, kind="question", title="Valves", text="All of them.")
    join(by=ines, kept=kept, other=talk)
    client.force_login(hal)
    shown = client.get(f"/c/stick/repertoire/{made.pk}/")
    assert f"/c/stick/conversations/{kept.pk}/?from=" in shown.context["chapters"][0].quotes[0].url
    assert made.title in client.get(f"/c/stick/conversations/{kept.pk}/").text


def test_whoever_looks_after_it_takes_words_out_and_nobody_else(client: Client, harvest, hal, leila, talk) -> None:
    made = harvest()
    address = f"/c/stick/repertoire/{made.pk}/passages/{made.passages.first().pk}"
    client.force_login(leila)
    assert client.post(address).status_code == 403
    client.force_login(hal)
    assert client.post(address).status_code == 302
    assert len(read(hal, made)) == 1
    assert client.post(address).status_code == 404
    with pytest.raises(NotTheirs):
        taking.take_out(by=leila, passage=made.passages.get())


def test_from_ticking_to_the_shelf_without_script(client: Client, talk, hal, leila) -> None:
    client.force_login(leila)
    at = f"/c/stick/conversations/{talk.pk}/"
    choose = f"/c/stick/repertoire/from/conversations/{talk.pk}/"
    assert f'href="{choose}"' in client.get(at).text
    assert client.get(choose).status_code == 200
    posts = [str(pk) for pk in talk.posts.filter(number__in=(2, 3)).order_by("number").values_list("pk", flat=True)]
    asked = {"conversation": talk.pk, "title": talk.title, "post": posts, "kind": "guide"}
    form = client.get("/c/stick/repertoire/new", asked).context["form"]
    assert form["posts"].value() == " ".join(posts)
    first = [one.chosen.blocks[0].key for one in form.passages.shown]
    said = {"kind": "guide", "conversation": talk.pk, "posts": " ".join(posts), "space": form["space"].value()}
    said |= {"title": "Frozen", f"taken_{posts[0]}": first[:1], f"under_{posts[0]}": "pitfalls"}
    short = client.post("/c/stick/repertoire/new", said)
    assert (short.status_code, list(short.context["form"].errors)) == (422, ["part_how"])
    said |= {
        f"taken_{posts[1]}": first[1:],
        f"under_{posts[1]}": "how",
        "idempotency_key": "5b1f0e2c-0000-4000-8000-000000000001",
    }
    sent = client.post("/c/stick/repertoire/new", said)
    assert sent.status_code == 302
    made = Resource.objects.get()
    assert [(one.part, one.source) for one in made.passages.order_by("position")] == [
        ("pitfalls", "Warm cloth first."),
        ("how", "Not below minus ten."),
    ]
    assert client.post("/c/stick/repertoire/new", said).headers["Location"] == sent.headers["Location"]
    assert Resource.objects.count() == 1


def test_a_draft_knows_which_posts_were_chosen(client: Client, talk, leila) -> None:
    client.force_login(leila)
    pk = talk.posts.get(number=2).pk
    said = {"kind": "guide", "conversation": talk.pk, "posts": str(pk), "title": "Frozen", "draft": "1"}
    assert client.post("/c/stick/repertoire/new", said).status_code == 302
    draft = leila.pk and client.get("/c/stick/repertoire/new").context["begun"]
    form = client.get(f"/c/stick/repertoire/new?draft={draft.pk}").context["form"]
    assert [one.of.pk for one in form.passages.chosen] == [pk]


def test_a_conversation_of_another_community_or_of_nobody_s_is_not_there(
    client: Client, talk, hal, rosa, stranger
) -> None:
    other = found(by=rosa, name="The Other Stick", slug="other")
    other.modules = [*other.modules, "repertoire"]
    other.save(update_fields=["modules"])
    client.force_login(rosa)
    assert client.get(f"/c/other/repertoire/from/conversations/{talk.pk}/").status_code == 404
    asked = {"conversation": talk.pk, "post": talk.posts.get(number=2).pk, "kind": "guide"}
    assert client.get("/c/other/repertoire/new", asked).context["form"].passages.chosen == []
    client.force_login(stranger)
    assert client.get(f"/c/stick/repertoire/from/conversations/{talk.pk}/").status_code == 404


def test_its_pages_cost_few_queries(client: Client, harvest, talk, hal, django_assert_max_num_queries) -> None:
    made = harvest()
    client.force_login(hal)
    for page in (
        made.url("stick"),
        f"/c/stick/conversations/{talk.pk}/",
        f"/c/stick/repertoire/from/conversations/{talk.pk}/",
    ):
        client.get(page)
        with django_assert_max_num_queries(12):
            assert client.get(page).status_code == 200
