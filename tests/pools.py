"""What the arguments of addresses may be in generated worlds: every row that there is, and words."""

from commonplace.communities.models import Hold, JoinRequest, Membership, Space, SpaceSeat, Topic, TopicMerger
from commonplace.conversations.models import Conversation, Post, SuggestedTopic, TopicDecision
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.protocols.models import Adaptation
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
from commonplace.words.models import Correspondence, HandedWord, Word

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
    """What an argument may be, by its name or by the word before it in the address."""
    numbers = {
        "conversations": Conversation,
        "gatherings": Gathering,
        "undertakings": Undertaking,
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
        "people": Person,
        "holds": Hold,
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
    }
    known: dict[str, list[object]] = {
        name: sorted(model.objects.values_list("pk", flat=True)) for name, model in numbers.items()
    }
    for name, kind in OF_A_KIND.items():
        known[name] = of_kind(kind)
    return known | {
        "posts": [1, 2],
        "charter": [1],
        "texts": [1, 2],
        "turns": [1],
        "revisions": [1],
        "protocols": ["case-clinic", *(f"own-{pk}" for pk in Adaptation.objects.values_list("pk", flat=True))],
        "c": ["place0", "place1"],
        "kind": ["post", "conversation"],
        "topic": ["valves"],
        "key": ["domain"],
        "communities": ["place0", "place1"],
        "modules": ["archives"],
        "live": [f"run-{pk}" for pk in known["gatherings"]],
        "object_id": sorted({*known["conversations"], *Post.objects.values_list("pk", flat=True)}),
    }
