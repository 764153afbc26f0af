"""The catalogue: every activity of the sources, each a recipe of its own, whole in each language."""

import re
import tomllib
from collections import Counter
from itertools import combinations

import pytest

from commonplace.communities.doors import Confidence
from commonplace.gatherings.actions.convening import LONGEST
from commonplace.protocols.catalogue import FOLDER, NoSuchProtocol, languages, protocol_named, protocols
from commonplace.protocols.needs import Need
from commonplace.protocols.protocol import FORMALITIES, Capture, Cluster, Mode, Pace, Protocol, Source, Speaks

ACTIVITIES = {
    *("exchange-tips", "point-to-resources", "questions-and-answers", "share-documents", "follow-the-leader"),
    *("explore-ideas", "problem-solving", "hot-topic", "case-clinic", "case-clinic-without-advice", "wise-crowds"),
    *("peer-assist", "peer-assist-short", "help-desk", "project-review", "project-review-short", "reading-group"),
    *("case-study", "role-play", "demonstration", "guest", "invited-speaker", "training-workshop", "field-trip"),
    *("practice-fair", "joint-event", "boundary-collaboration", "learning-project", "documenting-practice"),
    *("joint-response", "mutual-benchmarking", "external-benchmark", "systematic-scan", "workshop-for-management"),
    "making-sense-of-value",
}
# Not meetings by the clock: these stand, or go over days.
UNTIMED = {
    *("follow-the-leader", "help-desk", "boundary-collaboration", "learning-project", "documenting-practice"),
    *("joint-response", "mutual-benchmarking", "external-benchmark", "systematic-scan"),
}
LIKE = 0.6
EVERY = [(language, code) for language in ("en", "pl") for code in sorted(ACTIVITIES)]


def all_of(language: str) -> list[Protocol]:
    return list(protocols(language).values())


def texts_of(one: Protocol) -> dict[str, str]:
    """Every sentence of a recipe that somebody reads or says."""
    phases = {f"prompt of {phase.code}": phase.prompt for phase in one.phases}
    more = {f"why {need}": words for need, words in one.why.items()}
    prepared = {f"prepare {n}": words for n, words in enumerate(one.prepare)}
    briefs = {f"role {role.code}": role.brief for role in one.roles}
    return {**phases, **more, **prepared, **briefs, "line": one.line, "after": one.follow_up, "leaves": one.artefact}


def test_every_activity_of_the_sources_is_there_and_spoken_in_two_languages() -> None:
    assert set(protocols("en")) == set(protocols("pl")) == ACTIVITIES
    assert languages() == ("en", "pl")
    assert {one.code for one in all_of("en") if not one.is_timed} == UNTIMED


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_language_is_whole_and_says_nothing_twice(language: str) -> None:
    assert {one.language for one in all_of(language)} == {language}
    for kind in ("prompt", "why", "prepare", "role", "line", "after", "leaves"):
        said = [text for one in all_of(language) for name, text in texts_of(one).items() if name.startswith(kind)]
        assert [text for text, n in Counter(said).items() if n > 1] == []
    titles = Counter(one.title for one in all_of(language))
    assert titles.most_common(1)[0][1] == 1


@pytest.mark.parametrize(("language", "code"), EVERY)
def test_each_recipe_is_whole(language: str, code: str) -> None:
    one = protocol_named(code, language)
    least, most = one.people
    assert one.formality in FORMALITIES
    assert (one.cluster in Cluster, one.mode in Mode, one.source in Source) == (True, True, True)
    assert 2 <= least <= most
    assert one.confidence in Confidence.values
    assert one.follow_up_days > 0
    assert set(one.needs) <= set(Need.values)
    assert set(one.why) == set(one.needs) != set()
    assert len(one.roles) >= 2
    assert one.prepare
    assert len({phase.code for phase in one.phases}) == len(one.phases) >= 3
    for name, text in texts_of(one).items():
        assert len(text) > 15, name
        assert re.search("[.?!…”]$", text) or name in ("line", "leaves") or name.startswith("role"), (name, text)
    assert [phase.prompt for phase in one.phases if len(phase.prompt.split()) < 6] == []
    assert {phase.speaks for phase in one.phases} <= set(Speaks)
    kept = {capture for phase in one.phases for capture in phase.captures}
    assert kept <= set(Capture)
    assert len(kept) >= 2


@pytest.mark.parametrize("code", sorted(ACTIVITIES))
def test_the_minutes_of_its_phases_are_its_length(code: str) -> None:
    one = protocol_named(code)
    assert one.minutes == sum(phase.minutes for phase in one.phases)
    assert min(phase.minutes for phase in one.phases) > 0
    if one.is_timed:
        assert (one.days, one.minutes % 5) == (0, 0)
        assert one.minutes <= LONGEST
    else:
        assert min(phase.days for phase in one.phases) > 0
        assert one.pace in (Pace.DAYS, Pace.STANDING)


def test_the_lengths_that_are_named_are_kept() -> None:
    told = {code: protocol_named(code).minutes for code in ("project-review", "project-review-short", "wise-crowds")}
    assert told == {"project-review": 60, "project-review-short": 20, "wise-crowds": 15}
    assert protocol_named("case-clinic").minutes == 60
    assert protocol_named("peer-assist-short").minutes < protocol_named("peer-assist").minutes == 240


def likeness(one: str, other: str) -> float:
    """How much of the shorter text's words of weight stand in the other as well."""
    words, others = (set(re.findall(r"[^\W\d_]{5,}", text.lower())) for text in (one, other))
    return len(words & others) / max(6, min(len(words), len(others)))


@pytest.mark.parametrize("language", ["en", "pl"])
def test_nothing_is_a_renamed_copy_in_its_words(language: str) -> None:
    """Not a sentence of one recipe is another's with some words changed."""
    prompts = [(phase.prompt, one.code) for one in all_of(language) for phase in one.phases]
    alike = [(one, other) for one, other in combinations(prompts, 2) if likeness(one[0], other[0]) > LIKE]
    assert alike == []


def test_a_renamed_copy_would_be_found() -> None:
    lived = protocol_named("case-clinic").phases[4].prompt
    renamed = lived.replace("something like this happened", "a thing of this kind befell").replace("happened", "came")
    assert renamed != lived
    assert likeness(lived, renamed) > LIKE


def test_polish_speaks_to_women_and_men_alike() -> None:
    """The glossary asks for it: no form of a verb that tells which of them is meant."""
    told = re.compile(r"\w*(?:ałe[śm]|iłe[śm]|yłe[śm]|ęłe[śm]|łam|łaś|łbym|łbyś)\b|byś \w+[aiyę]ł\b")
    excused = {"sygnałem"}
    found = [hit for one in all_of("pl") for text in texts_of(one).values() for hit in told.findall(text)]
    assert [hit for hit in found if hit not in excused] == []


def test_nothing_is_a_renamed_copy_in_its_steps() -> None:
    """No two go the same way by the clock, nor let the same people speak in the same order for the same keeping."""
    by_clock = Counter(tuple((phase.minutes, phase.days) for phase in one.phases) for one in all_of("en"))
    assert [steps for steps, n in by_clock.items() if n > 1] == []
    by_voice = Counter(tuple((phase.speaks, phase.captures) for phase in one.phases) for one in all_of("en"))
    assert [steps for steps, n in by_voice.items() if n > 1] == []


def test_a_translation_is_one_and_not_the_english_left_standing() -> None:
    for code in ACTIVITIES:
        english, polish = texts_of(protocol_named(code, "en")), texts_of(protocol_named(code, "pl"))
        assert english.keys() == polish.keys()
        assert [name for name in english if english[name] == polish[name]] == []


def test_every_need_is_answered_and_the_axes_are_filled() -> None:
    answered = Counter(need for one in all_of("en") for need in one.needs)
    assert set(answered) == set(Need.values)
    assert {one.formality for one in all_of("en")} == set(FORMALITIES)
    assert {one.cluster for one in all_of("en")} == set(Cluster)
    places = {(one.mode, one.source) for one in all_of("en")}
    assert len(places) == 4


def test_no_file_says_more_than_is_read() -> None:
    """A slip of the pen in a key would leave its words unread."""
    keys = {"title", "line", "artefact", "follow_up", "prepare", "roles", "phases", "why"}
    for language in languages():
        for path in (FOLDER / language).glob("*.toml"):
            told, made = tomllib.loads(path.read_text()), tomllib.loads((FOLDER / path.name).read_text())
            assert set(told) == keys
            assert set(told["phases"]) == {phase["code"] for phase in made["phases"]}
            assert (set(told["roles"]), set(told["why"])) == (set(made["roles"]), set(made["needs"]))


def test_a_language_that_nobody_told_it_in_is_told_in_english() -> None:
    assert protocol_named("case-clinic", "qu").title == protocol_named("case-clinic").title
    assert protocol_named("case-clinic", "pl-PL").language == "pl"
    with pytest.raises(NoSuchProtocol):
        protocol_named("brainstorm")
    with pytest.raises(NoSuchProtocol):
        protocol_named("../en/case-clinic")
