"""The app of the admin, with the site that staff enter by a second factor."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "careers.accounts.desk.Desk"
