"""The headers that every answer has, whatever it is: written down here, not read from the settings."""

from django.http.response import HttpResponseBase

EVERYWHERE = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
CLOSED = {"camera=()", "geolocation=()", "microphone=()", "payment=()", "usb=()"}  # at least
NOWHERE = {"Access-Control-Allow-Origin", "Server", "X-Powered-By"}


def wrong(answer: HttpResponseBase) -> dict[str, str | None]:
    """{header: what it is} for each that is missing, too much, or not as it should be."""
    found = {
        name: answer.headers.get(name)
        for name, wanted in EVERYWHERE.items()
        if _parts(answer.headers.get(name, "")) != _parts(wanted)
    }
    if not set(answer.headers.get("Permissions-Policy", "").split(", ")) >= CLOSED:
        found["Permissions-Policy"] = answer.headers.get("Permissions-Policy")
    return found | {name: answer.headers[name] for name in NOWHERE if name in answer.headers}


def _parts(header: str) -> set[str]:
    return {part.strip() for part in header.split(";")}
