"""Schemathesis walks the whole API by its own document: whatever it says may be asked is answered as it says.

Small here; `HYPOTHESIS_PROFILE=thorough bin/test tests/test_api_walked.py` walks with 500 requests of each kind.
"""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from django.core.cache import caches
from django.core.wsgi import get_wsgi_application
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import ignored_auth

from commonplace.api.actions import make_token
from tests.furnished import Furnished

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_database(
        why="what is asked is held to the document before a database is", seen=["commonplace/api/tests/test_values.py"]
    ),
]

THOROUGH = 500
FEW = 5


@pytest.fixture
def document(house: Furnished, settings: Any) -> Any:
    """The API as schemathesis read it, in a furnished house, and with no limit."""
    settings.API_READS_A_MINUTE = 0
    for cache in caches.all(initialized_only=True):
        cache.clear()
    pages = get_wsgi_application()
    # A server says where a request comes from.
    return schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", lambda environ, start: pages({**environ, "REMOTE_ADDR": "192.0.2.1"}, start)
    )


def known_to(house: Furnished, case: Any) -> None:
    """Half of what the document lets one ask leads nowhere; here the community and the conversation are there."""
    for name, value in (("slug", house.community.slug), ("pk", house.known["conversations"][0])):
        if name in case.path_parameters:
            case.path_parameters[name] = value


@pytest.mark.parametrize("who", ["stranger", "member"])
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fitting", "unfit"])
def test_whatever_is_asked_is_answered_as_the_document_says(
    house: Furnished, document: Any, who: str, mode: GenerationMode
) -> None:
    person = house.person(who)
    headers = {"Authorization": f"Bearer {make_token(person=person, name='A walk')[1]}"} if person else {}
    examples = min(THOROUGH, hypothesis_settings().max_examples)
    wrong, answered = list[str](), set[int]()
    for found in document.get_all_operations():
        operation = found.ok()
        try:
            walk(house, operation, mode, headers, answered, examples if examples >= THOROUGH else FEW)()
        except FailureGroup as failures:
            wrong.append(f"{operation.label}: {failures}")
    assert not wrong, "\n".join(wrong)
    assert 200 in answered


def walk(
    house: Furnished, operation: Any, mode: GenerationMode, headers: dict[str, str], answered: set[int], examples: int
) -> Callable[[], None]:
    """Asks one operation so many times, each time for what is there, with other words around it."""
    # A word of these fits only where it names something that is there, as the document says: "another is refused".
    said = operation.schema.raw_schema["paths"][operation.path]["get"]["parameters"]
    refused = {one["name"] for one in said if "refused" in one.get("description", "")}

    @hypothesis_settings(max_examples=examples, deadline=None)
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        if mode is GenerationMode.POSITIVE:
            known_to(house, case)
            for name in refused:
                case.query.pop(name, None)
        response = case.call(headers=headers)
        answered.add(response.status_code)
        # It takes the token of ours, which opens, for one that it made up and that should not.
        case.validate_response(response, excluded_checks=[ignored_auth] if headers else [])

    return ask
