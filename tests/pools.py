"""What the arguments of addresses may be in generated worlds: every row that there is, and words."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from django.db.models import Model

from commonplace.agenda.models import Asking, Item, NeedTold
from commonplace.agreements.models import Answer, Proposal, Reached
from commonplace.communities.models import Hold, JoinRequest, Lead, Membership, Space, SpaceSeat, Topic, TopicMerger
from commonplace.constellation.models import Crossing, HostEye, Relation
from commonplace.conversations.models import Conversation, Post, PostTranslation, SuggestedTopic, TopicDecision
from commonplace.gatherings.models import Gathering
from commonplace.launch.models import Interview, Issue, Obstacle
from commonplace.people.models import Person
from commonplace.protocols.models import Adaptation
from commonplace.record.models import Buddy, Handed, Line, Signed, SigningKey
from commonplace.repertoire.models import (
    Collection,
    Passage,
    Resource,
    ResourceFile,
    Stop,
    Suggestion,
    Translation,
    Use,
)
from commonplace.sponsorship.models import CoreReading, Report, Request, Saying
from commonplace.stories.models import FollowUp, Objection, Step, StepLink, Story, StoryLead
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import (
    Asked,
    DraftComment,
    FaqLine,
    HelpDesk,
    Lesson,
    Measure,
    Milestone,
    MinorityView,
    OutsideQuestion,
    OutsideSource,
    Participant,
    Period,
    ProjectNote,
    Scan,
    ScanEntry,
    ScanNote,
    ScanSource,
    Shift,
    Undertaking,
    Yardstick,
)
from commonplace.value.models import Decision, Entered, Indicator, Pulse, Sense
from commonplace.words.models import Correspondence, HandedWord, Word
from tests.pages import Argument

# What a number is of, by its name or by the word before it in the address.
NUMBERS: dict[str, type[Model]] = {
    "conversations": Conversation,
    "again": PostTranslation,
    "agenda": Item,
    "needs": NeedTold,
    "seasons": Asking,
    "gatherings": Gathering,
    "undertakings": Undertaking,
    "proposals": Proposal,
    "objections": Answer,
    "told": Reached,
    "interviews": Interview,
    "issues": Issue,
    "obstacles": Obstacle,
    "help-desks": HelpDesk,
    "questions": Asked,
    "scans": Scan,
    "sources": ScanSource,
    "entries": ScanEntry,
    "notes": ScanNote,
    "weeks": Shift,
    "lines": FaqLine,
    "from-outside": OutsideQuestion,
    "comments": DraftComment,
    "otherwise": MinorityView,
    "parts": Participant,
    "periods": Period,
    "measures": Measure,
    "lessons": Lesson,
    "outside-sources": OutsideSource,
    "beside": Yardstick,
    "milestones": Milestone,
    "learned": ProjectNote,
    "taken": Line,
    "secret-addresses": Handed,
    "signed": Signed,
    "buddies": Buddy,
    "repertoire": Resource,
    "lent": Resource,
    "suggestions": Suggestion,
    "uses": Use,
    "versions": ResourceFile,
    "passages": Passage,
    "words-of-mine": Passage,
    "translations": Translation,
    "collections": Collection,
    "stops": Stop,
    "table": Gathering,
    "stories": Story,
    "steps": Step,
    "points": StepLink,
    "held": Objection,
    "leads": StoryLead,
    "later": FollowUp,
    "people": Person,
    "holds": Hold,
    "neutral-ground": Lead,
    "spaces": Space,
    "members": Membership,
    "requests": JoinRequest,
    "topics": Topic,
    "synonym": Topic,
    "merger": TopicMerger,
    "suggested-topics": SuggestedTopic,
    "decisions": TopicDecision,
    "seats": SpaceSeat,
    "words": Correspondence,
    "handed": HandedWord,
    "taking-back": Word,
    "handing": Word,
    "whom": Person,
    "asked": Request,
    "said": Saying,
    "offers": Saying,
    "indicators": Indicator,
    "numbers": Entered,
    "pulses": Pulse,
    "sense": Sense,
    "decided": Decision,
    "threads": Story,
    "reports": Report,
    "plans": Crossing,
    "related": Relation,
    "eyes": HostEye,
    "readings": CoreReading,
}

# Addresses at which undertakings of one kind stand.
OF_A_KIND = {
    "joint-responses": Kind.RESPONSE,
    "mutual-benchmarks": Kind.MUTUAL,
    "external-benchmarks": Kind.EXTERNAL,
    "learning-projects": Kind.PROJECT,
}


def of_kind(kind: Kind) -> list[object]:
    """All undertakings of this kind, and one of another, which stands at no address of this one."""
    kinds = list(Undertaking.objects.order_by("pk").values_list("pk", "kind"))
    return [*(pk for pk, its in kinds if its == kind), *[pk for pk, its in kinds if its != kind][:1]]


def pools() -> dict[str, list[object]]:
    """What an argument may be, by its name or by the word before it in the address; of what there is none, a number."""
    known: dict[str, list[object]] = {
        name: sorted(model._default_manager.values_list("pk", flat=True)) or [1] for name, model in NUMBERS.items()
    }
    for name, kind in OF_A_KIND.items():
        known[name] = of_kind(kind)
    return known | {
        "posts": [1, 2],
        "charter": [1],
        "agreement": [1],
        "texts": [1, 2],
        "turns": [1],
        "revisions": [1],
        "protocols": ["case-clinic", *(f"own-{pk}" for pk in Adaptation.objects.values_list("pk", flat=True))],
        "c": ["place0", "place1"],
        "kind": ["post", "conversation"],
        "topic": ["valves"],
        "fitness": [1],
        "strands": ["integrate"],
        "key": ["domain"],
        "communities": ["place0", "place1"],
        "modules": ["archives"],
        "first-steps": [1],
        "record_secret": ["x"],
        "yearly_token": ["x"],
        "evidence": ["first-0", *(f"{kind}-{ref}" for kind, ref in Line.objects.values_list("kind", "ref"))],
        "key_name": ["x", *SigningKey.objects.values_list("name", flat=True)],
        "uid": [UUID(int=1), *Signed.objects.values_list("uid", flat=True)],
        "live": [f"run-{pk}" for pk in known["gatherings"]],
        "object_id": sorted({*known["conversations"], *Post.objects.values_list("pk", flat=True)}),
    }


def fitting(known: Mapping[str, Sequence[object]]) -> Callable[[Argument, Argument], bool]:
    """Whether what stands behind another in an address belongs to it, or to none but that one other that is asked too.

    So each thing is looked for where it is and at one place where it is not, and not at every place where it is not.
    """
    names: dict[type[Model], list[str]] = defaultdict(list)
    for name, model in (*NUMBERS.items(), *dict.fromkeys(OF_A_KIND, Undertaking).items()):
        names[_first_of(model)].append(name)
    wholes: dict[tuple[str, str], dict[object, set[object]]] = defaultdict(lambda: defaultdict(set))
    for part, model in NUMBERS.items():
        for field in model._meta.concrete_fields:
            if field.remote_field:
                for whole in names[_first_of(field.related_model)]:
                    for pk, its in model._default_manager.values_list("pk", field.attname):
                        wholes[whole, part][pk].add(its)

    def fits(whole: Argument, part: Argument) -> bool:
        its = wholes.get((whole[0], part[0]), {}).get(part[1])
        if its is None or whole[1] in its:
            return True
        others = [one for one in known[whole[0]] if one not in its]
        return whole[1] in others and whole[1] == others[hash(part[1]) % len(others)]

    return fits


def _first_of(model: type[Model]) -> type[Model]:
    """The model whose number it shares: a benchmark has that of its undertaking."""
    while (key := model._meta.pk).remote_field:
        model = key.related_model
    return model
