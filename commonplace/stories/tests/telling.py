"""Steps as tests tell them."""

from commonplace.people.models import Person
from commonplace.stories.actions.releasing import let_go
from commonplace.stories.actions.telling import Words, tell
from commonplace.stories.models import Cycle, Step, Story

SAID = "We moved a shift to Sunday night."


def step_of(story: Story, audience: str = "", *, by: Person | None = None, text: str = SAID, **words: str) -> Step:
    """One more step, let go as far as an audience."""
    teller = by or story.teller
    assert teller is not None
    step = tell(by=teller, story=story, words=Words(words.pop("cycle", Cycle.APPLIED), text, **words))
    if audience:
        let_go(by=teller, story=story, reach={step.pk: audience})
    return step
