"""A request from somebody with an account."""

from careers.accounts.models import User
from careers.web.requests import VisitorRequest


class HtmxRequest(VisitorRequest):
    """A request whose user has an account."""

    user: User
