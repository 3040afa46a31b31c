"""The data map: every table and column we have, classed. The public privacy page is made from it.

A table that leads to a person stands in one of the `PARTS`: what it holds, what for, who reads it, how long it is kept,
which of its columns the person's export tells, and which it names only or leaves out. Every other table is in
`OF_NOBODY` with the reason. tests/matching/own_data/test_data_map.py fails for a table or a column that is in neither.

All tables of the parts are erased with the account, by their foreign keys. `Release.author` is only cleared: a release
outlives its author.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Table(NamedTuple):
    """A table of a part, with its columns, keys left out.

    `told` are in the part `at` of the export; `named` are secrets of which it says that they exist; `left_out` say
    nothing about a person.
    """

    told: str = ""
    at: str = ""
    named: str = ""
    left_out: str = ""

    @property
    def columns(self) -> set[str]:
        return set(f"{self.told} {self.named} {self.left_out}".split())

    @property
    def listed(self) -> str:
        return ", ".join(sorted(self.columns))


class Part(NamedTuple):
    """What belongs together in a reader's eyes. All but the tables are sentences for the privacy page."""

    title: str
    what: str
    purpose: str
    readers: str
    kept: str
    tables: Mapping[str, Table]

    @property
    def secrets(self) -> bool:
        """Say whether it holds anything that an export names without showing it."""
        return any(table.named for table in self.tables.values())


WITH_THE_ACCOUNT = "Until you delete your account."
ONLY_YOU = "Only you."

PARTS = (
    Part(
        "Your account",
        "Your e-mail address and whether it is confirmed, a digest of your password that nobody can turn back, the "
        "days you joined and last signed in, and, for editors, their rights. A mail to you, until it is sent.",
        "To let you in, and to write to you about your account.",
        "You, and the administrators of this site. Nobody can read the password.",
        "Until you delete your account. An account whose address is never confirmed goes after a week, and one that "
        "nobody has used for two years goes too; we write to you a month before that. A mail goes once it is sent, or "
        "after three days.",
        {
            "careers.User": Table(
                told="email last_login is_superuser is_staff is_active date_joined idle_told_at",
                at="account",
                named="password",
            ),
            "account.EmailAddress": Table(told="email verified primary", at="email_addresses"),
            "account.EmailConfirmation": Table(left_out="created sent key"),  # never written: the mail's link is signed
            "careers.Mail": Table(told="written_at due_at attempts", at="waiting_mails", named="content"),
            "careers.User_groups": Table(told="group", at="account"),
            "careers.User_user_permissions": Table(told="permission", at="account"),
        },
    ),
    Part(
        "Ways to sign in",
        "The browsers in which you are signed in, what kind they are, and what the site remembers for you there; your "
        "second factor, encrypted or as digests; the tokens of your programs, as digests, with the day of their last "
        "use.",
        "To know that it is you.",
        ONLY_YOU,
        "A browser is signed out after two weeks. Tokens end on the day you chose. You can end each of them yourself.",
        {
            "careers.Session": Table(told="session_data expire_date device begun_at seen_on", at="sessions"),
            "careers.AccessToken": Table(
                told="name access created_at expires_at last_used_on", at="tokens", named="digest"
            ),
            "mfa.Authenticator": Table(told="type created_at last_used_at", at="second_factors", named="data"),
        },
    ),
    Part(
        "What you can do",
        "Your skills with their levels, where each came from, the line of a CV that names it, the line or link that "
        "shows it, words of your own, what you did that changed them, and the roles you pinned, hid or chose as your "
        "target.",
        "It is what your fits are made of. The scorer sees skills and levels, nothing else.",
        "Only you, and whoever opens a link to a receipt that you made for them. Editors see which words of their own "
        "people keep and how many keep each, but not who.",
        WITH_THE_ACCOUNT,
        {
            "careers.Profile": Table(
                told="version target news_seen", at="profile", left_out="levels"
            ),  # the claims again
            "careers.Claim": Table(told="skill level source quote shown_by updated_at", at="profile"),
            "careers.Deed": Table(told="version kind about title step changes pair done_at", at="profile"),
            "careers.OwnWord": Table(told="text", at="profile", left_out="key"),  # the text again, folded
            "careers.RoleMark": Table(told="role mark", at="profile"),
        },
    ),
    Part(
        "A CV that you sent",
        "The file until it is read, then its text and what was found in it, until you have confirmed that.",
        "To find your skills in it, and to show you each next to its words.",
        "Only you. A program reads it, no person and no language model.",
        "The file until it is read, a few seconds as a rule. The text until you save or discard what was found. All of "
        "it for a day at most.",
        {
            "careers.Document": Table(
                told="name state content text finds suggestions unknown warnings refusal sent_at due_at attempts",
                at="documents",
                left_out="digest",  # of the file, which is told
            ),
        },
    ),
    Part(
        "What follows from it",
        "Your fits and why they moved, the hours to the roles that are near, and your plans with what you ticked off.",
        "To show you your matches, receipts, plans and history.",
        ONLY_YOU,
        WITH_THE_ACCOUNT,
        {
            "matching.Score": Table(
                told="wanted_version release_number profile_version fits levels scored_at leased_until attempts",
                at="score",
            ),
            "matching.Outlook": Table(
                told="seen_on wanted_version release_number profile_version hours first_steps leased_until attempts",
                at="outlook",
            ),
            "matching.Record": Table(  # told as the lines that it says which fits moved, and why
                told="release_before release_after version_before version_after fits_before fits_after levels_before "
                "levels_after told recorded_at",
                at="history",
            ),
            "matching.Plan": Table(
                told="role target hours_per_week start deadline weeks_off release_number profile_version fit_before "
                "fit_by_deadline certificate projects made_at",
                at="plans",
            ),
            "matching.PlanStep": Table(
                told="number skill from_level to_level stage hours gain asked essential fit_after band_after opens "
                "serves starts ends done_at learned before skipped",
                at="plans",
            ),
        },
    ),
    Part(
        "Job ads you keep",
        "Of each: its name, the skills it asks with the words that ask them, what you corrected, and its text if you "
        "chose to keep that.",
        "To show how you fit it, and the way to it.",
        ONLY_YOU,
        "Until you delete the ad or your account. An ad that you only read is not kept.",
        {"matching.Posting": Table(told="title text content kept_at", at="postings")},
    ),
    Part(
        "Links you made",
        "For each receipt that you share: a random address and, if you typed one, the name to show there.",
        "To show that receipt to whoever has the link.",
        "You, and whoever has the link.",
        "Until you take the link back or delete your account.",
        {"matching.SharedReceipt": Table(told="role name made_at", at="shared_receipts", named="token")},
    ),
    Part(
        "Work of editors",
        "What an editor changed in the catalogue, and which releases they published.",
        "To know who changed what roles ask.",
        "The editor and the administrators of this site.",
        "A year. A release stays, without its author's address once their account is gone.",
        {
            "admin.LogEntry": Table(
                told="action_time content_type object_repr change_message", at="edits", left_out="object_id action_flag"
            ),
            "careers.Release": Table(told="reason published_at", at="releases", left_out="digest content"),
        },
    ),
)

# Every cookie that the site sets, by its name on the embedded default (production puts `__Host-` before it).
COOKIES = {
    "sessionid": "knows that you are signed in, until you sign out or two weeks have passed",
    "csrftoken": "protects the forms, for a year",
    "known": "tells a browser that you have signed in with from a stranger’s, so that nobody can lock you out by "
    "guessing your password; it names nobody, and lasts a year",
    "tried": "holds what you pick without an account, until you close the browser",
    "made_token": "shows a token that you have just made once, for a minute",
}

CATALOGUE = "what roles ask and skills are, written by editors"
OF_NOBODY = {
    **dict.fromkeys(
        (
            *("careers.KindLevel", "careers.Skill", "careers.Alias", "careers.FormerSkillSlug", "careers.SkillLevel"),
            *("careers.Near", "careers.Prerequisite", "careers.RoleGroup", "careers.Role", "careers.RoleName"),
            *("careers.FormerRoleSlug", "careers.Responsibility", "careers.BeyondStudy", "careers.Difference"),
            *("careers.Requirement", "careers.Project", "careers.ProjectSkill", "careers.Catalogue"),
            *("careers.Resource", "careers.ResourceUse", "careers.StartGroup", "careers.StartingPoint"),
            *("careers.StartName", "careers.StartingLevel", "careers.Signpost", "careers.SignpostWord"),
            "careers.SignpostLead",
        ),
        CATALOGUE,
    ),
    "careers.MailServer": "whose turn it is to send mails, and since when the mail server fails",
    "matching.Block": "ranges of profile numbers, and how far scoring them again is",
    "matching.Heartbeat": "the time a worker last said that it runs",
    "auth.Group": "the names of groups of editors",
    "auth.Group_permissions": "the rights of groups",
    "auth.Permission": "the names of rights",
    "contenttypes.ContentType": "the names of tables",
    "sessions.Session": "never written: our sessions are careers.Session, which know whose they are",
}

TABLES: Mapping[str, Table] = {label: table for part in PARTS for label, table in part.tables.items()}
