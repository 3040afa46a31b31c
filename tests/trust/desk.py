"""The forms of the editors' desk, filled in as a browser would send them."""

from typing import Any

from django.forms import BaseForm, MultiWidget
from django.test import Client


def filled(client: Client, address: str) -> dict[str, Any]:
    """Everything that the form at this address holds, its inlines included."""
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    return {name: value for form in forms for name, value in _values(form).items()}


def with_inline(data: dict[str, Any], prefix: str, **fields: Any) -> dict[str, Any]:
    """The same, with one more line in an inline."""
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    line = {f"{prefix}-{number}-{name}": value for name, value in fields.items()}
    return {**data, f"{prefix}-TOTAL_FORMS": number + 1, **line}


def _values(form: BaseForm) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in form:
        value, widget = field.value(), field.field.widget
        if isinstance(widget, MultiWidget):
            values |= {f"{field.html_name}_{n}": part for n, part in enumerate(widget.decompress(value))}
        else:
            values[field.html_name] = value
    return {name: value for name, value in values.items() if value is not None and value is not False}
