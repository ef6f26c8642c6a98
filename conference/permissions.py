"""The one table that maps staff roles to Django permissions (design decision 2).

Permissions are Django's own codenames, written with an app label and alternatives in the verb:
`"delegates.view|change_delegate"`. The table is data: nothing here imports a higher app.
"""

from collections.abc import Iterable
from functools import cache

from conference.choices import Role

READ = ("view",)
WRITE = ("view", "add", "change", "delete")


def expand(app: str, verbs: Iterable[str], *models: str) -> set[str]:
    return {f"{app}.{verb}_{model}" for verb in verbs for model in models}


REFERENCE_DATA = expand("delegates", READ, "country", "organization")
# Of delegations and delegates as a whole, such as what is not ready before the doors open.
EVERYBODY = {"delegates.view_everybody"}
REGISTRATION = (
    expand("delegates", WRITE, "delegation", "delegate")
    | expand("delegates", ("view", "add"), "importrun")
    | expand("delegates", READ, "importline", "importquestion", "importeddelegate")
    | EVERYBODY
)
# What delegations hand in and write; who registers people reads it and answers.
PAPERS = (
    expand("delegates", ("view", "add", "change"), "nomination")
    | expand("delegates", READ, "nominationpage")
    | expand("delegates", ("view", "change"), "credentials")
    | expand("delegates", ("view", "add"), "message")
    | expand("delegates", READ, "delegationtask")
)
# Health data.
NEEDS = expand("delegates", ("view", "change"), "needs")
# What a conference asks beside what all ask, files among it.
OWN_ANSWERS = expand("delegates", ("view", "change"), "ownvalue")
FOCAL_POINTS = (
    expand("delegates", ("view", "change"), "focalpoint")
    | expand("delegates", ("view", "add", "change"), "focalpointinvitation")
    | expand("delegates", ("view", "add", "change"), "registrationsettings")
)
INVITATION_REQUESTS = expand("delegates", ("view", "change"), "invitationrequest")
LIST_OF_PARTICIPANTS = expand("delegates", ("view", "add"), "listprinting")
NAMES_IN_FILES = expand("delegates", ("view", "delete"), "partyalias")
REGISTRATION_TABLES = expand(
    "delegates",
    WRITE,
    *("category", "categoryrule", "rank", "delegationkind", "registrationfield", "quota"),
    *("ownfield", "ownfieldchoice"),
) | expand("delegates", ("view", "change"), "usualkind")
READ_REGISTRATION = (
    expand("delegates", READ, "delegation", "delegate", "category", "rank", "delegationkind")
    | EVERYBODY
)
# Asked wherever people enter or files are read, remembered; shown and forgotten here.
ANSWERS = "knownapart", "samepersonspelling", "answer", "columnassignment", "cellmeaning"
BACKGROUND = expand("conference", READ, "backgroundjob")
PLACES = expand("conference", WRITE, "venue", "room")
AGENDA = expand(
    "agenda",
    WRITE,
    *("session", "sessionpart", "sessionorganizer", "sessioninvitation"),
    *("agendaitem", "sessionitem", "document", "documentfile", "importedsession"),
)
RELEASES = expand("agenda", ("view", "add"), "release")
CLOSURES = expand("agenda", WRITE, "roombooking")
PRINTING = (
    expand("badges", ("view", "add"), "printjob")
    | expand("badges", ("view", "change"), "badge")
    | expand("badges", ("view", "add", "change"), "vehicle", "handover")
    | expand("badges", ("view", "add"), "lapelpins")
    | expand("badges", WRITE, "printerstation")
)
DESIGNS = expand("badges", WRITE, "badgedesign", "badgetype")
# They open no door: whoever plans a session prints what stands on its tables.
NAMEPLATES = {"badges.print_nameplates"}
# A browser there stands for the second factor of whoever works at it.
UNLOCKING = {"badges.unlock_desk"}

PERMISSIONS: dict[str, frozenset[str]] = {
    Role.ORGANIZER: frozenset(
        expand("conference", ("view", "change"), "conference")
        | expand("conference", WRITE, "zone")
        | expand("conference", ("view", "delete"), "staffrole")
        | expand("conference", ("view", "add", "delete"), "staffinvitation")
        | expand("delegates", READ, "scopeline")
        | expand("conference", READ, "auditevent")
        | expand("conference", ("view", "change"), "mail", "mailbatch")
        | BACKGROUND
        | PLACES
        | REFERENCE_DATA
        | expand("delegates", ("add",), "organization")
        | REGISTRATION
        | NEEDS
        | OWN_ANSWERS
        | PAPERS
        | expand("delegates", WRITE, "delegationtask")
        | expand("delegates", ("change",), "message")
        | FOCAL_POINTS
        | INVITATION_REQUESTS
        | LIST_OF_PARTICIPANTS
        | NAMES_IN_FILES
        | REGISTRATION_TABLES
        | expand("delegates", ("view", "delete"), *ANSWERS)
        | expand("delegates", READ, "proposal")
        | {"delegates.decide_delegate", "delegates.export_delegate", "delegates.view_drafts"}
        | {"delegates.exceed_quotas", "delegates.erase_delegate"}
        | AGENDA
        | RELEASES
        | CLOSURES
        | PRINTING
        | NAMEPLATES
        | UNLOCKING
        | DESIGNS
    ),
    Role.REGISTRATION_OFFICER: frozenset(
        expand("conference", READ, "conference", "zone")
        | REFERENCE_DATA
        | expand("delegates", ("add",), "organization")
        | REGISTRATION
        | NEEDS
        | OWN_ANSWERS
        | PAPERS
        | expand("delegates", READ, "focalpoint", "focalpointinvitation", "registrationsettings")
        | expand("delegates", READ, "invitationrequest")
        | LIST_OF_PARTICIPANTS
        | NAMES_IN_FILES
        | expand(
            "delegates",
            READ,
            *("category", "categoryrule", "rank", "delegationkind", "usualkind"),
            *("registrationfield", "quota", "ownfield", "ownfieldchoice"),
        )
        | expand("delegates", READ, *ANSWERS)
        | BACKGROUND
        | expand("delegates", READ, "proposal")
        | {"delegates.decide_delegate", "delegates.export_delegate"}
        | UNLOCKING
    ),
    Role.SECURITY_OFFICER: frozenset(
        expand("conference", READ, "conference") | READ_REGISTRATION | REFERENCE_DATA
    ),
    Role.PROGRAMME_OFFICER: frozenset(
        expand("conference", READ, "conference")
        | PLACES
        | AGENDA
        | RELEASES
        | CLOSURES
        | expand("delegates", READ, "delegation", "delegate")
        | EVERYBODY
        | BACKGROUND
        | NAMEPLATES
    ),
    Role.BADGE_DESK: frozenset(
        expand("conference", READ, "conference")
        | READ_REGISTRATION
        | REFERENCE_DATA
        | BACKGROUND
        | PRINTING
        | NAMEPLATES
        | expand("badges", READ, "badgedesign", "badgetype")
    ),
    Role.LIAISON_OFFICER: frozenset(),
    Role.DOOR: frozenset(),
}

ABOUT_EVERYBODY = (
    expand("delegates", WRITE, "importrun", "importline", "importquestion", "importeddelegate")
    | LIST_OF_PARTICIPANTS
    | INVITATION_REQUESTS
    | NAMES_IN_FILES
    | expand("delegates", WRITE, *ANSWERS)
    | expand("delegates", WRITE, "quota")
    | EVERYBODY
)
"""Of nobody whose role has a scope: a file is about any delegation, and so are the answers that
recognize people in it, what is said of all, and the places that all share. Who
asks to be invited is of no kind yet.
"""


GRANTS: dict[str, frozenset[str]] = {
    Role.ORGANIZER: frozenset(Role),
    Role.REGISTRATION_OFFICER: frozenset(),
    Role.SECURITY_OFFICER: frozenset(),
    Role.PROGRAMME_OFFICER: frozenset(),
    Role.BADGE_DESK: frozenset(),
    Role.LIAISON_OFFICER: frozenset(),
    Role.DOOR: frozenset(),
}
"""Which staff roles the holder of one may offer to others and take away from them."""


def roles_granted_by(roles: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(GRANTS[role] for role in roles))


@cache
def roles_that_may(permission: str) -> frozenset[str]:
    """Roles whose row in the table holds the permission, e.g. `"delegates.view_delegate"`."""
    return frozenset(role for role, held in PERMISSIONS.items() if permission in held)


def permissions_of(role: str, *, has_scope: bool) -> frozenset[str]:
    return PERMISSIONS[role] - ABOUT_EVERYBODY if has_scope else PERMISSIONS[role]


MAKING_CONFERENCES = "conference.add_conference"
"""Of nobody by a staff role: it is said of a user. See `User.may_make_conferences`."""

ROLES_IN_ADMIN = frozenset(role for role, held in PERMISSIONS.items() if held)
