"""`bin/commonplace sow`: kind where it must not sow, plain about what clearing takes away."""

import pytest

from commonplace.communities.models import Community
from commonplace.demo.models import Sowing
from commonplace.house.cli import main
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


def test_it_refuses_kindly_where_people_live(hal, capsys):
    assert main(["sow"]) == 1
    assert "nothing was sown" in capsys.readouterr().err
    assert not Sowing.objects.exists()


def test_it_says_nothing_where_only_an_empty_house_was_meant(hal, capsys):
    assert main(["sow", "--if-empty"]) == 0
    assert capsys.readouterr().err == ""


def test_it_does_not_sow_twice(ines, capsys):
    Sowing.objects.create(person=ines, key="ines")
    assert main(["sow", "--beside"]) == 0
    assert "stands here already" in capsys.readouterr().err


def test_clearing_says_what_goes_and_does_nothing_unasked(ines, hal, stick, capsys):
    Sowing.objects.create(person=ines, key="ines")
    assert main(["sow", "--clear"]) == 1
    said = capsys.readouterr().err
    assert "The Listening Stick" in said
    assert "1 invented people" not in said
    assert Community.objects.exists()


def test_clearing_with_a_yes_leaves_everyone_real(ines, hal, stick):
    Sowing.objects.create(person=ines, key="ines")
    assert main(["sow", "--clear", "--yes"]) == 0
    assert list(Person.objects.all()) == [hal]
    assert not Community.objects.exists()
    assert main(["sow", "--clear"]) == 0
