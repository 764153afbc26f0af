"""What may be seen in a world, worked out in plain Python: from the promises and not from `access.py`."""

from tests.in_groups import measured
from tests.plans import GHOSTS, LIVING
from tests.reads import is_in, knows_of, reads_post, reads_sheet, reads_space, reads_talk, tends
from tests.world_agreements import AGREED
from tests.world_constellation import HOST
from tests.world_conversations import Said, Talk
from tests.world_launch import OF_THE_FEW
from tests.world_network import unread
from tests.world_stories import untold
from tests.worlds import Letter, Place, World


def reads_kept(place: Place, talk: Talk, said: Said, viewer: int | None) -> bool:
    """Where it is kept with its author's yes and may be quoted; held back there from whom it is held back."""
    if (
        said.fate == "withdrawn"
        or said.is_half_baked
        or not any(reads_space(place, space, viewer) for space in said.kept)
    ):
        return False
    if talk.is_held and talk.said[0].author != viewer and not tends(place, viewer):
        return False
    return said.fate == "stands" or said.author == viewer or tends(place, viewer)


def read_at(place: Place, talk: Talk) -> tuple[str, ...]:
    """Where what is not to be quoted is read: where it was said, by people and programs, by those who judge it, and by
    whoever said it, on pages of their own.
    """
    here, api = f"/c/{place.row.slug}", f"/api/v1/communities/{place.row.slug}"
    pages = (f"{here}/conversations/{talk.pk}/", f"{api}/conversations/{talk.pk}/posts")
    return (
        *pages,
        f"{here}/moderation",
        f"{here}/flag/",
        f"{here}/hold/",
        f"{here}/repertoire/words-of-mine/",
        "/me/everything",
    )


def unquotable(world: World) -> dict[str, str]:
    """What no digest tells anybody: words that are not to be quoted, and what is sealed."""
    talks = [talk for place in world.places for talk in place.talks]
    words = {one.marker: "what is not to be quoted" for talk in talks for one in talk.said if one.is_half_baked}
    close = [talk for talk in talks if talk.space.confidence != "ordinary"]
    words |= {
        one: "what was said in confidence"
        for talk in close
        for one in (talk.title, *(said.marker for said in talk.said))
    }
    calls = [call for place in world.places for call in place.calls]
    return words | {call.title: "what is sealed" for call in calls if call.confidence == "sealed"}


def told_outward(place: Place, talk: Talk, viewer: int | None, address: str, body: str) -> list[str]:
    """What a program or a feed lets out that was said in confidence: nobody's name, and of what is sealed no word, but
    for what is kept with its author's yes.
    """
    api = f"/api/v1/communities/{place.row.slug}/conversations/{talk.pk}"
    feed = f"/feeds/conversations/{talk.pk}."
    told, unkept = [], [one.marker for one in talk.said if not one.kept]
    if address.startswith(api) or feed in address:
        # One's own name stands in the frame of a page that says that there is nothing.
        others = {one.author for one in talk.said} - {viewer}
        told += [f"person {n}, in confidence" for n in sorted(others) if f"zqname{n}x" in body]
    is_feed = "/feeds/" in address or "/dav/" in address or ".ics" in address
    if is_feed or (address.startswith("/api/") and talk.space.confidence == "sealed"):
        told += [f"{word}, said in confidence" for word in (talk.title, *unkept) if word in body]
    return told


def let_out(world: World, viewer: int | None, address: str, body: str) -> list[str]:
    """What one address lets out that nobody may be told there, who may read it elsewhere: words that are not to be
    quoted, who was at a gathering in confidence, in a calendar what is sealed, and outward what was said in confidence.
    """
    told = [
        f"{said.marker}, which is not to be quoted"
        for place in world.places
        for talk in place.talks
        for said in talk.said
        if said.is_half_baked and said.marker in body and not address.startswith(read_at(place, talk))
    ]
    for place in world.places:
        for talk in place.talks:
            if talk.space.confidence != "ordinary":
                told += told_outward(place, talk, viewer, address, body)
    closed = [(place, call) for place in world.places for call in place.calls if call.confidence != "ordinary"]
    is_calendar = ".ics" in address or "/dav/" in address
    for place, call in closed:
        if is_calendar and call.confidence == "sealed" and call.title in body:
            told.append(f"{call.title}, which is sealed")
        # Whoever tends the community may hold it.
        is_held_by = call.convener == viewer or tends(place, viewer)
        if not is_held_by and address.startswith(f"/c/{place.row.slug}/gatherings/{call.pk}/"):
            # Those who sit in a group are told who reads it, which is not who comes.
            sits_there = call.space.visibility == "group" and viewer in call.space.seats
            others = call.coming - {viewer, call.convener} - (call.space.seats if sits_there else set())
            told += [f"person {n} at {call.title}" for n in sorted(others) if f"zqname{n}x" in body]
    return told


def is_beside(world: World, viewer: int | None, other: int) -> bool:
    """Whether they meet: the viewer stands where the other stands or stood."""
    return any(is_in(place, viewer) and place.standing.get(other, "asks") != "asks" for place in world.places)


def may_read_name(world: World, viewer: int | None, other: int) -> bool:
    """A name from an archive is for those beside it; a living one also stands over what may be read, or tends."""
    if viewer == other or is_beside(world, viewer, other):
        return True
    if any(tends(place, viewer) and place.standing.get(other) == "asks" for place in world.places):
        return True
    if other >= LIVING:
        return False
    for place in world.places:
        # Whoever asks to come in learns whom they wait for; others outside learn what was agreed to, and no name.
        if tends(place, other) and viewer is not None and place.standing.get(viewer) == "asks":
            return True
        if any(other in voice.names and reads_space(place, voice.space, viewer) for voice in place.voices):
            return True
        if any(sheet.keeper == other and reads_sheet(world, place, sheet, viewer) for sheet in place.sheets):
            return True
        if any(own.keeper == other and reads_space(place, own.space, viewer) for own in place.grown):
            return True
        if any(form.maker == other and reads_space(place, form.space, viewer) for form in place.forms):
            return True
        if any(call.convener == other and reads_space(place, call.space, viewer) for call in place.calls):
            return True
        if any(
            said.author == other and (reads_talk(place, talk, viewer) or reads_kept(place, talk, said, viewer))
            for talk in place.talks
            for said in talk.said
        ):
            return True
    return False


def writes_with(world: World, viewer: int | None, other: int) -> bool:
    """Whoever is in a word with somebody knows their name, wherever either has gone since."""
    return any({viewer, other} <= word.people for word in world.words)


def looks_at_copy(word: Letter, viewer: int | None) -> bool:
    """Stewards of the place that a copy was handed to, but for whoever wrote it and whoever handed it."""
    return word.handed_in is not None and tends(word.handed_in, viewer) and viewer not in (word.by, word.handed_by)


def forbidden(world: World, viewer: int | None) -> dict[str, str]:
    """Every word that must be nowhere, with what it is."""
    words: dict[str, str] = {}
    for place in world.places:
        # What the host is told of a private place it does not see: the charter of none says that it may.
        if not is_in(place, viewer) and (viewer != HOST or place.plan.visibility == "private"):
            words[f"zqready{place.name[7]}x"] = f"what {place.name} has its host told"
        if not is_in(place, viewer):
            words[f"zqcrossing{place.name[7]}x"] = f"a daughter of {place.name} about which its people are asked"
        if not all(knows_of(one, viewer) for one in world.places):
            words["zqrelatedx"] = "how two places are related, one of which they know nothing of"
        if not is_in(place, viewer):
            words |= {f"zq{agreed}{place.name[7]}x": f"what is {agreed} in {place.name}" for agreed in AGREED}
            for said in ("ask", "help", "term"):
                words[f"zq{said}{place.name[7]}x"] = f"what is said inside {place.name}"
            for said in ("looked", "seen", "decided"):
                words[f"zq{said}{place.name[7]}x"] = f"what {place.name} is worth"
        if not knows_of(place, viewer):
            words[place.name] = f"name of a private community ({place.name})"
        for talk in place.talks:
            if not reads_talk(place, talk, viewer):
                words[talk.title] = f"title in {place.name}, {talk.space.visibility}"
            for said in talk.said:
                if not (reads_post(place, talk, said, viewer) or reads_kept(place, talk, said, viewer)):
                    words[said.marker] = f"post in {place.name}, {talk.space.visibility}, {said.fate}"
        for call in place.calls:
            if not reads_space(place, call.space, viewer):
                words[call.title] = f"a gathering in {place.name}, {call.space.visibility}"
            # What one kept oneself is one's own to take along.
            kept = any(reads_space(place, space, viewer) for space in call.kept)
            among_them = is_in(place, viewer) and reads_space(place, call.space, viewer)
            if viewer != call.convener and not among_them and not kept:
                words[call.line] = f"a line kept at a gathering in {place.name}"
        for voice in place.voices:
            if not reads_space(place, voice.space, viewer):
                words[voice.title] = f"a joint response in {place.name}, {voice.space.visibility}"
            if not (reads_space(place, voice.space, viewer) and is_in(place, viewer)):
                words[voice.comment] = f"a comment on a draft in {place.name}, {voice.space.visibility}"
            if viewer != voice.commenter:
                words[voice.comment.replace("comment", "entry")] = f"what a feed brought to scouts in {place.name}"
            if not (reads_space(place, voice.space, viewer) and is_in(place, viewer) and viewer in voice.group):
                words[voice.secret] = f"what a group in {place.name} compares, {voice.space.visibility}"
                if not (reads_space(place, voice.space, viewer) and tends(place, viewer)):
                    words[measured(voice.secret)] = f"what a group in {place.name} measures, {voice.space.visibility}"
        for form in place.forms:
            if not reads_space(place, form.space, viewer):
                words[form.title] = f"a protocol of {place.name}, {form.space.visibility}"
        for sheet in place.sheets:
            if not reads_sheet(world, place, sheet, viewer):
                words[sheet.title] = f"something kept in {place.name}, {sheet.space.visibility}"
            # A steward who was offered it is told of it, and whoever offered it takes it along.
            if viewer != sheet.keeper and not (reads_space(place, sheet.space, viewer) and is_in(place, viewer)):
                words[sheet.suggested] = f"a suggestion in {place.name}, {sheet.space.visibility}"
                words[sheet.used] = f"what came of something kept in {place.name}, {sheet.space.visibility}"
            # Stewards look after what its keeper has left behind.
            is_theirs = tends(place, viewer) and reads_space(place, sheet.space, viewer)
            if viewer != sheet.keeper and not (is_theirs and not is_in(place, sheet.keeper)):
                words[sheet.harmed] = f"what its keeper alone was told in {place.name}, {sheet.space.visibility}"
            if viewer != sheet.keeper:
                words[sheet.tried] = f"what came of a post, kept for oneself in {place.name}"
        for own in place.grown:
            if not reads_space(place, own.space, viewer):
                words[own.title] = f"something made out of another in {place.name}, {own.space.visibility}"
        for n, cares in place.cares.items():
            asks = place.standing[n] == "asks"
            if viewer != n and not (tends(place, viewer) if asks else is_in(place, viewer)):
                words[cares] = f"what person {n} cares about"
            if viewer != n and not tends(place, viewer):
                words[f"zqleft{place.name[7]}{n}x"] = f"why person {n} left"
                words[f"zqnote{place.name[7]}{n}x"] = f"what a steward noted of person {n}"
            words |= untold(
                place.name[7], n, inside=is_in(place, viewer), tends=tends(place, viewer), is_own=viewer == n
            )
            if viewer != n:
                words[f"zqneed{place.name[7]}{n}x"] = f"what would help person {n}"
            # What somebody shows of their record is read by those inside, what they hand on by whoever has its address.
            if viewer != n and not (n % 2 and is_in(place, viewer)):
                words[f"zqtaken{place.name[7]}{n}x"] = f"what person {n} takes along"
            if not tends(place, viewer):
                words[f"zqmeet{place.name[7]}{n}x"] = f"what person {n} is told once the other says yes, too"
        starts = viewer in place.starting and is_in(place, viewer)
        for of_the_few in () if starts else OF_THE_FEW:
            words[f"zq{of_the_few}{place.name[7]}x"] = f"what those read who start {place.name}"
        words[f"zqsheet{place.name[7]}x"] = f"what stands on a sheet of {place.name} while its round is open"
        for n, said_name in place.named.items():
            if viewer != n and not knows_of(place, viewer):
                words[said_name] = f"how person {n} agreed to be named in {place.name}"
        for n in range(LIVING):
            if viewer != n and n not in place.named:
                words[f"zqsaid{place.name[7]}{n}x"] = f"how person {n} would have been named in {place.name}"
        words |= unread(place.name[7], place.standing, viewer, tends=tends(place, viewer))
        if not tends(place, viewer):
            words[f"zqplanned{place.name[7]}x"] = f"a daughter that stewards of {place.name} plan"
            words["zqflagx"] = "the reason of a flag"
            words[f"zqfew{place.name[7]}x"] = f"a number of {place.name} that rests on few"
            words[f"zqreason{place.name[7]}x"] = f"a reason that stewards keep in {place.name}"
    if any(tends(place, viewer) for place in world.places):
        words.pop("zqflagx", None)
    for n in range(LIVING + GHOSTS):
        if viewer != n:
            words[f"zqmail{n}x"] = f"an address of person {n}"
        if not may_read_name(world, viewer, n) and not writes_with(world, viewer, n):
            words[f"Zqname{n}x"] = f"the name of person {n}"
        if n < LIVING and viewer != n and not may_read_name(world, viewer, n):
            words[f"zqcraft{n}x"] = f"the craft of person {n}"
    for letter in world.words:
        if viewer not in letter.people and not looks_at_copy(letter, viewer):
            words[letter.marker] = f"a word between {sorted(letter.people)}"
        if not looks_at_copy(letter, viewer):
            words[letter.marker.replace("word", "handed")] = "why a word was handed to stewards"
    words["zqoutsider"] = "the address of somebody who asked from outside"
    return {word.lower(): what for word, what in words.items()}


def told_beside(world: World, viewer: int | None, address: str) -> set[str]:
    """What stewards read of a place that theirs is related to, on one page and nowhere else: its name, and why."""
    tended = any(tends(one, viewer) and address == f"/c/{one.row.slug}/related/" for one in world.places)
    return {"zqrelatedx", *(one.name.lower() for one in world.places)} if tended else set()


def yours(world: World, viewer: int | None) -> set[str]:
    """What someone takes along from where they no longer read: their own words, their titles, and the place."""
    words = {"zqrelatedx"} if viewer == 1 else set()  # whoever asked how two are related
    for place in world.places:
        words |= {f"zqcrossing{place.name[7]}x"} if viewer is not None else set()
        words |= {place.name.lower()} if viewer in place.standing else set()
        words |= {call.title for call in place.calls if viewer == call.convener}
        for voice in place.voices:
            # What they began and said, and as whom they endorsed it.
            words |= {voice.title} if viewer == voice.commenter or viewer in voice.names else set()
            words |= {voice.comment} if viewer == voice.commenter else set()
            # The numbers that they gave themselves, and for whom they speak.
            if viewer in voice.group or viewer == voice.commenter:
                words |= {voice.secret, measured(voice.secret), voice.title}
        words |= {form.title for form in place.forms if viewer == form.maker}
        if viewer == int(place.name[7]):
            words |= {f"zq{of_the_few}{place.name[7]}x" for of_the_few in OF_THE_FEW}
        for sheet in place.sheets:
            if viewer == sheet.keeper:
                words |= {sheet.title, sheet.suggested, sheet.used, sheet.harmed, sheet.tried}
        words |= {own.title for own in place.grown if viewer == own.keeper}
        for talk in place.talks:
            is_founder = viewer is not None and place.row.founded_by_id == world.persons[viewer].pk
            if is_founder and talk.space.visibility == "neutral":
                # What they said again in another language, while it was theirs to read.
                words |= {talk.title, *(said.marker for said in talk.said)}
            for said in talk.said:
                if viewer is not None and said.author == viewer:
                    words |= {said.marker, talk.title, place.name.lower()}
    return words
