"""A page that asks for signing in says why, of communities that a stranger may know of and of no other."""

import pytest
from django.urls import reverse

from commonplace.communities.models import Community


def read(client, onward):
    answer = client.get(onward, follow=True)
    assert answer.request["PATH_INFO"] == reverse("account_login")
    return answer.content.decode()


def test_directory_says_that_members_see_who_is_here(client, stick):
    page = read(client, reverse("people", args=[stick.slug]))
    assert "Members see who is here in The Listening Stick." in page
    assert reverse("join", args=[stick.slug]) in page


def test_other_pages_say_whose_they_are(client, stick):
    page = read(client, reverse("settings", args=[stick.slug]))
    assert "This page is for the members of The Listening Stick." in page


def test_who_comes_by_invitation_is_told_so(client, stick):
    Community.objects.filter(pk=stick.pk).update(joining="invitation")
    page = read(client, reverse("people", args=[stick.slug]))
    assert "People come in when a member invites them." in page
    assert reverse("join", args=[stick.slug]) not in page


@pytest.mark.parametrize("path", ["people/", "settings"])
def test_private_community_is_not_betrayed(client, stick, path):
    Community.objects.filter(pk=stick.pk).update(visibility="private")
    said = [client.get(f"{reverse('account_login')}?next=/c/{slug}/{path}") for slug in (stick.slug, "nowhere")]
    assert "The Listening Stick" not in said[0].content.decode()
    assert ["Members" in one.content.decode() for one in said] == [False, False]


def test_own_page_opens_after_signing_in(client, db):
    assert "Sign in, and the page you asked for opens." in read(client, "/me")
    assert "the page you asked for" not in client.get(reverse("account_login")).content.decode()


@pytest.mark.parametrize(
    "onward", ["https://elsewhere.example/c/x/people/", "nowhere", "/c/listening-stick/%00/", "//"]
)
def test_strange_addresses_are_borne(client, stick, onward):
    assert client.get(reverse("account_login"), {"next": onward}).status_code == 200
