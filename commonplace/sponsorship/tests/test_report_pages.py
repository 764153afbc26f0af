"""The pages of reports, of figures and looks: for whom, what they say, and what is refused in its place."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonplace.communities.models import Look, Looked
from commonplace.sponsorship import pdf
from commonplace.sponsorship.actions import reporting
from commonplace.sponsorship.actions.keeping import keep_all_figures
from commonplace.sponsorship.models import CoreReading, Report
from commonplace.sponsorship.tests.test_pages import HERE, shown
from commonplace.stories.models import Withdrawal

REPORTS = f"{HERE}reports/"
SENT = {"since": "2026-01-01", "until": "2026-06-30", "title": "winter and spring", "opening": "What it was good for."}


@pytest.fixture
def laid(client, ines, told):
    """Lays a report out in the browser."""

    def make(*stories):
        client.force_login(ines)
        client.post(f"{REPORTS}new", {**SENT, "stories": [str(one.pk) for one in stories]})
        return Report.objects.get()

    return make


def released(report, ines):
    now = timezone.now()
    reporting.put_to_core(by=ines, report=report, until=(now + timedelta(days=3)).date(), at=now)
    reporting.release(by=ines, report=report, at=now)


def test_a_sponsor_outside_reads_the_page_of_a_private_community_and_nothing_else(client, asks, stick, henrik):
    asks()
    type(stick).objects.filter(pk=stick.pk).update(visibility="private")
    client.force_login(henrik)
    assert "What we ask of you" in shown(client)
    assert "Inês" not in shown(client)
    assert [client.get(f"/c/stick/{page}").status_code for page in ("conversations/", "people/")] == [404, 404]


def test_a_guest_reads_nothing_of_it(client, asks, come_in, someone):
    client.force_login(come_in(someone("Guest Nine"), 3, standing="guest"))
    request = asks()
    assert [client.get(page).status_code for page in (HERE, REPORTS, request.url("stick"))] == [404] * 3


def test_each_look_of_a_sponsor_is_kept_once_a_day_and_members_see_it(client, henrik, hal):
    client.force_login(henrik)
    for _time in range(2):
        client.get(HERE)
    assert Look.objects.filter(what=Looked.SPONSORS_PAGE, by=henrik).count() == 1
    client.force_login(hal)
    assert "Henrik Dahl" in shown(client)
    assert "Henrik Dahl" in shown(client, "/c/stick/looks")
    assert Look.objects.filter(by=hal).count() == 0


def test_a_report_goes_from_a_draft_to_the_sponsor(client, laid, told, ines, henrik):
    report = laid(told(), told("The sheet that was not for us", worth="negative"))
    page = report.url("stick")
    said = shown(client, page)
    assert "It made a difference" in said
    assert "It did harm" in said
    client.force_login(henrik)
    assert client.get(page).status_code == 404
    client.force_login(ines)
    until = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert client.post(f"{page}core", {"core-until": until}).status_code == 422
    until = (timezone.localdate() + timedelta(days=4)).isoformat()
    client.post(f"{page}core", {"core-until": until})
    client.post(f"{page}release")
    client.force_login(henrik)
    assert "winter and spring" in shown(client, page)
    assert "winter and spring" in shown(client)
    assert client.post(f"{page}release").status_code == 403


def test_what_is_missing_or_too_much_stands_beside_its_field(client, ines, told):
    stories = [told(title) for title in ("One", "Two", "Three")]
    client.force_login(ines)
    sent = client.post(f"{REPORTS}new", {**SENT, "since": "2026-07-01", "stories": [str(one.pk) for one in stories]})
    said = sent.content.decode()
    assert sent.status_code == 422
    assert "It ends before it begins." in said
    assert "Two pages hold two stories." in said
    sent = client.post(f"{REPORTS}new", {**SENT, "opening": "Two members said so.", "until": "2999-01-01"})
    said = sent.content.decode()
    assert "Two members" in said
    assert "That day is still to come." in said
    assert not Report.objects.exists()


def test_an_objection_and_its_reply(client, laid, ines):
    report = laid()
    page = report.url("stick")
    now = timezone.now()
    reporting.put_to_core(by=ines, report=report, until=(now + timedelta(days=3)).date(), at=now)
    assert client.post(f"{page}read", {"read-says": "objects", "read-words": ""}).status_code == 422
    client.post(f"{page}read", {"read-says": "objects", "read-words": "It names a depot."})
    objection = CoreReading.objects.get()
    assert "It names a depot." in shown(client, page)
    assert "each objection wants a reply" in client.post(f"{page}release", follow=True).content.decode()
    assert client.post(f"{page}readings/{objection.pk}", {f"{objection.pk}-words": ""}).status_code == 422
    assert client.post(f"{page}readings/{2**70}", {}).status_code == 404
    client.post(f"{page}readings/{objection.pk}", {f"{objection.pk}-words": "It does no more."})
    client.post(f"{page}release")
    assert Report.objects.get().is_released


def test_a_draft_is_worded_and_let_go(client, laid, hal):
    report = laid()
    page = report.url("stick")
    client.post(f"{page}words", {"title": "spring", "opening": "Less than we hoped.", "anew": "1"})
    assert "Less than we hoped." in shown(client, page)
    client.force_login(hal)
    assert client.get(page).status_code == 404
    assert client.post(f"{page}drop").status_code == 403
    assert Report.objects.exists()


def test_a_withdrawn_story_says_so_on_the_page_and_in_the_report(client, laid, told, ines, henrik):
    story = told()
    report = laid(story)
    released(report, ines)
    client.force_login(henrik)
    assert "it ran less" in shown(client)
    Withdrawal.objects.create(story=story, was_shown=True)
    assert "A story was withdrawn by its teller." in shown(client)
    said = shown(client, report.url("stick"))
    assert "A story stood here. Its teller withdrew it." in said
    assert "ran less" not in said + shown(client)


def test_a_story_without_a_name_names_nobody(client, told, henrik):
    told(is_nameless=True)
    client.force_login(henrik)
    assert "A member, who asked not to be named" in shown(client)
    assert "Hal" not in shown(client)


def test_figures_stand_there_once_they_were_read(client, stick, hal):
    assert keep_all_figures(now=timezone.now()) == 1
    assert keep_all_figures(now=timezone.now()) == 0
    client.force_login(hal)
    assert "nobody has chosen what to look at" in shown(client, f"{HERE}?horizon=long")
    assert client.get(f"{HERE}?horizon=nonsense").status_code == 200


@pytest.mark.skipif(pdf.is_here(), reason="WeasyPrint is installed")
def test_a_house_without_weasyprint_says_how_to_print(client, laid, ines, henrik):
    report = laid()
    released(report, ines)
    client.force_login(henrik)
    page = report.url("stick")
    assert "this house makes none itself" in shown(client, page)
    assert "This house makes no PDF." in client.get(f"{page}file", follow=True).content.decode()


@pytest.mark.skipif(not pdf.is_here(), reason="WeasyPrint is not installed")
def test_two_pages_as_a_file(client, laid, told, ines, henrik):
    report = laid(told(), told("The sheet that was not for us", worth="negative"))
    released(report, ines)
    client.force_login(henrik)
    answer = client.get(f"{report.url('stick')}file")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_only_files_of_the_house_are_fetched():
    assert pdf.fetched(f"{pdf.PREFIX}sponsorship/report.css")["string"].startswith(b"/*")
    for address in ("https://example.org/x.css", "file:///etc/passwd", f"{pdf.PREFIX}../../etc/passwd"):
        with pytest.raises(pdf.NotOurs):
            pdf.fetched(address)


@pytest.mark.parametrize("who", ["ines", "henrik", "hal"])
def test_reports_are_as_quick_as_a_page(client, request, laid, told, ines, who, django_assert_max_num_queries):
    report = laid(told(), told("Another"))
    person = request.getfixturevalue(who)
    pages = [REPORTS, report.url("stick"), HERE]
    if who != "ines":
        released(report, ines)
    else:
        now = timezone.now()
        reporting.put_to_core(by=ines, report=report, until=(now + timedelta(days=3)).date(), at=now)
        pages = [*pages, f"{REPORTS}new", f"{report.url('stick')}words"]
    client.force_login(person)
    for page in pages:
        client.get(page)
        with django_assert_max_num_queries(12):
            client.get(page)
