"""What the API's own document (OpenAPI) tells beyond what is generated: problems, and that strangers may ask."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from commonplace.api.auth import Anyone
from commonplace.api.schemas import Problem

PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
SLUG = "^[-a-zA-Z0-9_]+$"
REFUSED = {
    401: "Say who you are: a token is missing where one is needed, or is not known.",
    404: "Nothing is here, or it is not for you to see.",
    422: "A parameter does not fit; `errors` names each.",
    429: "Many requests in a short time; `Retry-After` says when to go on.",
}


class DocumentedAPI(NinjaAPI):
    """An API whose document says all that it does."""

    def get_openapi_schema(self, **where: Any) -> OpenAPISchema:
        """The generated document, completed."""
        schema: OpenAPISchema = super().get_openapi_schema(**where)
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schema["components"]["schemas"] |= {**problem.pop("$defs"), "Problem": problem}
        schema["components"]["securitySchemes"].pop(Anyone.__name__, None)
        for address, methods in schema["paths"].items():
            for said in methods.values():
                said["responses"] |= {status: _refusal(status) for status in _refusals(address, said)}
                said["parameters"] = [_parameter(one) for one in said["parameters"]]
                # An empty requirement is one that everyone meets.
                said["security"] = [{} if Anyone.__name__ in one else one for one in said["security"]]
        return schema


def _parameter(said: dict[str, Any]) -> dict[str, Any]:
    """A parameter as an address can say it: nothing is said by leaving it out, and parts of a path are narrower."""
    schema = said["schema"]
    ways = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    if len(ways) == 1:
        schema = {**{name: value for name, value in schema.items() if name != "anyOf"}, **ways[0]}
    if said["in"] == "path":
        schema = schema | ({"minimum": 0} if schema["type"] == "integer" else {"pattern": SLUG})
    words = {"description": schema["description"]} if "description" in schema else {}
    return {**said, **words, "schema": schema}


def _refusals(address: str, said: dict[str, Any]) -> list[int]:
    """The statuses of problems that an operation may answer with."""
    # What has no part in its address is there for everyone, unless the endpoint itself says otherwise.
    absent = {404} if "{" not in address and 404 not in said["responses"] else set()
    absent |= {422} if not said["parameters"] else set()
    return [status for status in REFUSED if status not in absent]


def _refusal(status: int) -> dict[str, Any]:
    return {"description": REFUSED[status], "content": PROBLEM}
