"""The editors' desk: each slice registers its own tables, and Django finds them here."""

from django.contrib import admin

from careers.accounts import admin as _accounts  # noqa: F401
from careers.catalogue import admin as _catalogue  # noqa: F401
from careers.profile import admin as _profile  # noqa: F401

admin.site.site_header = "Rolewise: the editors’ desk"
admin.site.site_title = "Rolewise"
admin.site.index_title = "The draft of the catalogue"
