"""When somebody read, and was here, becomes a day; positions and others' deeds do the work of the moment.

Backwards a day is its first moment, and a mark's moment that of the last deed its reader was told of.
"""

from django.db import migrations, models
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Cast, TruncDate

HERE = "attention"


def keep_days(apps, schema_editor):
    ReadMark, Visit = apps.get_model(HERE, "ReadMark"), apps.get_model(HERE, "Visit")
    ReadMark.objects.exclude(came_at=None).update(came_on=TruncDate("came_at"), there=F("number"))
    Visit.objects.update(came_on=TruncDate("at"), before_on=TruncDate("before"))
    outcomes = apps.get_model("conversations", "Outcome").objects.filter(
        conversation=OuterRef("conversation"), post__author=OuterRef("person"), at__lte=OuterRef("at")
    )
    last = outcomes.order_by().values("conversation").annotate(last=Max("at")).values("last")
    ReadMark.objects.filter(Exists(outcomes)).update(told_to=Subquery(last))
    mentions = apps.get_model("conversations", "Mention").objects.filter(
        post__conversation=OuterRef("conversation"), person=OuterRef("person"), named_at__lte=OuterRef("at")
    )
    last = mentions.order_by().values("post__conversation").annotate(last=Max("named_at")).values("last")
    is_later = Q(told_to=None) | Exists(mentions.filter(named_at__gt=OuterRef("told_to")))
    ReadMark.objects.filter(is_later, Exists(mentions)).update(told_to=Subquery(last))


def give_moments(apps, schema_editor):
    ReadMark, Visit = apps.get_model(HERE, "ReadMark"), apps.get_model(HERE, "Visit")
    moment = models.DateTimeField()
    ReadMark.objects.exclude(told_to=None).update(at=F("told_to"))
    ReadMark.objects.exclude(came_on=None).update(came_at=Cast("came_on", moment))
    Visit.objects.update(at=Cast("came_on", moment), before=Cast("before_on", moment))


class Migration(migrations.Migration):
    dependencies = [(HERE, "0009_days"), ("conversations", "0020_translations")]
    operations = [migrations.RunPython(keep_days, give_moments)]
