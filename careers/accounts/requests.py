"""A request from somebody with an account."""

from careers.accounts.models import User
from careers.web.requests import VisitorRequest


class HtmxRequest(VisitorRequest):
    """From somebody with an account."""

    user: User
