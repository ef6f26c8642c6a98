"""The admin's menu: groups in the order of the work, not of the installed apps."""

from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# Model labels in the order in which they are shown; what is not named comes last in its group.
GROUPS = {
    "delegates": (
        _("Delegations"),
        [
            "delegation",
            "delegate",
            "proposal",
            "invitationrequest",
            "delegationtask",
            "listprinting",
            "importrun",
            "registrationsettings",
            "registrationfield",
            "ownfield",
        ],
    ),
    "agenda": (_("Agenda"), ["session", "release", "agendaitem", "document"]),
    "badges": (
        _("Badges"),
        ["printjob", "badge", "vehicle", "badgetype", "badgedesign", "printerstation"],
    ),
    "conference": (
        _("Conference"),
        ["conference", "venue", "room", "zone", "staffrole", "mail", "mailbatch", "backgroundjob"],
    ),
}
TABLES = {"delegationkind", "quota", "usualkind", "category", "categoryrule", "rank"}
REMEMBERED = {
    "partyalias": _("Names of delegations"),
    "columnassignment": _("Columns"),
    "cellmeaning": _("Values"),
    "knownapart": _("Different people"),
    "samepersonspelling": _("Other spellings"),
    "answer": _("Other answers"),
}
"""What answers leave for the next files, by what each is about."""
ON_ANOTHER_PAGE = {"staffinvitation"}
"""Listed on the page of the people who work here."""
NAMES = {
    "staffrole": _("Conference staff"),
    "roombooking": _("Closures and holds"),
    "registrationfield": _("Registration form"),
}
"""What leads to a list that is called otherwise than its rows."""
INSTALLATION = {"country", "organization", "user", "installationevent"}
ELSEWHERE = TABLES | INSTALLATION | ON_ANOTHER_PAGE | REMEMBERED.keys()


def arranged(app_list: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Django's list of apps and models, regrouped; empty groups are left out."""
    models = {
        (app["app_label"], name_of(model)): model for app in app_list for model in app["models"]
    }
    by_app = {app["app_label"]: app for app in app_list}
    groups = []
    for label, (name, order) in GROUPS.items():
        own = [
            model for (app, key), model in models.items() if app == label and key not in ELSEWHERE
        ]
        own.sort(key=lambda model: place_in(order, name_of(model)))
        groups.append({**by_app.get(label, {}), "app_label": label, "name": name, "models": own})
    for name, keys in (
        (_("Kinds, categories and ranks"), TABLES),
        (_("Remembered from imports"), REMEMBERED),
        (_("Installation"), INSTALLATION),
    ):
        chosen = [model for (_app, key), model in models.items() if key in keys]
        groups.append({"app_label": "", "app_url": "", "name": name, "models": chosen})
    return [{**group, "models": called(group["models"])} for group in groups if group["models"]]


def with_desk(app_list: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """For who may print: the badge desk, a page of the print jobs, above them."""
    desk = {
        "name": _("Badge desk"),
        "object_name": "BadgeDesk",
        "admin_url": reverse("admin:badges_printjob_desk"),
    }
    return [
        {**group, "models": [desk, *group["models"]]} if group["app_label"] == "badges" else group
        for group in app_list
    ]


def with_queue(app_list: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """For who decides on delegates: the queue of those who wait, a page of theirs, below them."""
    queue = {
        "name": _("Review"),
        "object_name": "ReviewQueue",
        "admin_url": reverse("admin:delegates_delegate_queue"),
        "further_page": "delegates_delegate_review",
    }
    return [
        {**group, "models": [*group["models"][:2], queue, *group["models"][2:]]}
        if group["app_label"] == "delegates"
        else group
        for group in app_list
    ]


def mark_current(app_list: list[dict[str, Any]], path: str, page: str) -> None:
    """One entry at most: whose `page` this is, named by its address; of two whose addresses the
    page lies under, the nearer one.
    """
    models = [model for group in app_list for model in group["models"]]
    if own := [model for model in models if model.get("further_page") == page]:
        own[0]["is_current"] = True
        return
    above = [model for model in models if model["admin_url"] and model["admin_url"] in quote(path)]
    if above:
        max(above, key=lambda model: len(model["admin_url"]))["is_current"] = True


def called(models: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = NAMES | REMEMBERED
    return [{**model, "name": names.get(name_of(model), model["name"])} for model in models]


def name_of(model: dict[str, Any]) -> str:
    return str(model["model"]._meta.model_name)


def place_in(order: list[str], name: str) -> int:
    return order.index(name) if name in order else len(order)
