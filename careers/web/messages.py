"""Messages of one page to the next (the setting MESSAGE_STORAGE): in the session, because some name an address."""

from typing import Any

from django.contrib.messages.storage.session import SessionStorage
from django.http.response import HttpResponseBase


class Messages(SessionStorage):
    """Django's own messages in a session; one that was only made for them goes with the last of them."""

    def _store(self, messages: list[Any], response: HttpResponseBase, *args: Any, **kwargs: Any) -> list[Any]:
        left: list[Any] = super()._store(messages, response, *args, **kwargs)  # type: ignore[misc]
        session = self.request.session
        if not messages and session.session_key and not session.keys():
            session.flush()  # so a visitor's pages are again those that every visitor gets
        return left
