"""Two requests at once for one thing that there can be only once: the loser gets the answer of a second try."""

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse

from careers.web.middleware import GetResponse

_TAKEN = {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "23505"}  # SQLite's names, PostgreSQL's number


def is_taken(error: BaseException) -> bool:
    """Say whether the database refused a row because another one has its unique value."""
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
    return isinstance(error, IntegrityError) and code in _TAKEN


class SecondTryMiddleware:
    """Run a page's view again if somebody else took a unique value after the view had looked whether it is free.

    The second try sees what the other request wrote, so it says what anybody reads who comes later: that there is an
    account with this address already, or that the slug is taken. A view that writes in several steps undoes the first
    ones (`transaction.atomic`), or finds them done. Calls of the API can't be read twice; their verbs hold a lock.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or not is_taken(exception) or request.path.startswith("/api/"):
            return None
        again: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return again
