"""The answers that calls share in the documentation, written down in one place (hooks of drf-spectacular)."""

from collections.abc import Iterator
from typing import Any

from careers.api.errors import NO_DATABASE, SOMETHING_BROKE

# What gunicorn reads unless it is told otherwise: bytes of the first line, headers, bytes of a header with its end.
LONGEST_ADDRESS, MOST_HEADERS, LONGEST_HEADER = 4_094, 100, 8_190
WORDS = {
    "204": "Done; there is nothing to say.",
    "301": "This is a former or another name; `Location` has the address of today.",
    "304": "You have it already: nothing has changed since the answer whose ETag you sent.",
    "400": "The body or a parameter is wrong; the answer names the field and the fault.",
    "401": "Nobody is signed in, or the token is unknown, expired or revoked.",
    "403": "Not allowed: a call that changes something needs a token that may, or with a session a right X-CSRFToken.",
    "404": "There is nothing at this address. An address without its last slash is told so.",
    "405": "The address takes other methods; `Allow` lists them.",
    "411": "The body came in chunks. Send it in one piece, with its Content-Length.",
    "413": "The body is larger than 16 MiB.",
    "414": f"The first line of the request, with the address in it, is longer than {LONGEST_ADDRESS:,} bytes.",
    "415": "The body is not application/json.",
    "429": "Too many calls; Retry-After says when to try again.",
    "431": f"There are more than {MOST_HEADERS} headers, or one is longer than {LONGEST_HEADER:,} bytes.",
    "500": "Something went wrong on our side.",
    "503": "The catalogue is not published yet, or the database does not answer.",
}
EXAMPLES: dict[str, dict[str, Any]] = {
    "400": {"skills": ["'python': true is not a level. Give a whole number from 0 to 5."]},
    "401": {"detail": "This token is unknown, expired or revoked. Make a new one."},
    "404": {"detail": "Addresses here end in a slash, and this one does not. You mean /api/v1/match/."},
    "413": {"detail": "The body is larger than 16 MiB. Send less at once."},
    "415": {"detail": 'Unsupported media type "text/plain" in request.'},
    "429": {"detail": "Request was throttled. Expected available in 41 seconds."},
    "500": {"detail": SOMETHING_BROKE},
    "503": {"detail": NO_DATABASE},
}
HEADERS: dict[str, dict[str, Any]] = {
    "301": {"Location": {"schema": {"type": "string"}, "required": True}},
    "401": {"WWW-Authenticate": {"schema": {"type": "string"}, "required": True}},
    "405": {"Allow": {"schema": {"type": "string"}, "required": True}},
    "429": {
        "Retry-After": {
            "schema": {"type": "integer", "minimum": 0},
            "description": "The seconds until the next call is taken.",
        }
    },
}
FAULTS = {
    "type": "object",
    "additionalProperties": {},
    "description": "The faulty fields and what is wrong with them: {field: [messages]}; in lists, keyed by index.",
}
BODILESS = {"204", "301", "304"}
EVERY = ("400", "405", "414", "429", "431", "500", "503")
WITH_A_BODY = ("411", "413", "415")
WITH_AN_ACCOUNT = ("401", "403")
KEPT = {"roles_list", "roles_retrieve", "skills_list", "skills_retrieve", "me_profile_retrieve"}  # have an ETag
RENAMED = {"roles_retrieve", "skills_retrieve"}  # lead on from another name
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "schema": {"type": "string"},
    "description": "The ETag of the answer that you have; if it still holds, you get a 304.",
}


def say_answers(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Add to each operation every answer that its kind can give, in words, with an example if that helps."""
    result["components"]["schemas"]["Faults"] = FAULTS
    for path, operation in _operations(result):
        for status in _statuses(path, operation):
            operation["responses"].setdefault(status, _content(status))
        for status, response in operation["responses"].items():
            response["description"] = response.get("description") or WORDS.get(status, "Done.")
            if status in HEADERS:
                response["headers"] = HEADERS[status]
        if operation["operationId"] in KEPT:
            operation.setdefault("parameters", []).append(IF_NONE_MATCH)
            operation["responses"]["200"]["headers"] = {"ETag": {"schema": {"type": "string"}, "required": True}}
        operation["responses"] = dict(sorted(operation["responses"].items()))
    return result


def say_limits(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Say what holds for all: a body is needed where one is read; in addresses, numbers count from 1, names are not
    empty."""
    for _, operation in _operations(result):
        if "requestBody" in operation:
            operation["requestBody"]["required"] = True
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "path":
                numbered = parameter["schema"]["type"] == "integer"
                parameter["schema"] |= {"minimum": 1} if numbered else {"minLength": 1}
    return result


def say_in_short(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Use each operation's first sentence as its summary, shown in lists."""
    for _, operation in _operations(result):
        operation["summary"] = operation["description"].split(". ")[0].removesuffix(".")
    return result


def _operations(result: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, operations in result["paths"].items():
        for operation in operations.values():
            yield path, operation


def _content(status: str) -> dict[str, Any]:
    if status in BODILESS:
        return {}
    shape = {"$ref": f"#/components/schemas/{'Faults' if status == '400' else 'Problem'}"}
    content: dict[str, Any] = {"schema": shape}
    if status in EXAMPLES:
        content["example"] = EXAMPLES[status]
    return {"content": {"application/json": content}}


def _statuses(path: str, operation: dict[str, Any]) -> Iterator[str]:
    yield from EVERY
    if "requestBody" in operation:
        yield from WITH_A_BODY
    if {} not in operation.get("security", [{}]):
        yield from WITH_AN_ACCOUNT
    if "{" in path or any(parameter["name"] == "page" for parameter in operation.get("parameters", [])):
        yield "404"
    if operation["operationId"] in KEPT:
        yield "304"
    if operation["operationId"] in RENAMED:
        yield "301"
