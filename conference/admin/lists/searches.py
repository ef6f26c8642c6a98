"""What is searched for in a list stays out of its address.

The words are mostly names, and addresses are written down by every proxy on the way and shown on
every screen. They are sent in a form, kept in the login session, and the address carries a code:
pages, filters, sorting and the way back work as ever.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR, ChangeList
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext as _

from conference import randomness

SENT = "search"
"""The name of the field in which the words are sent."""

SESSION_KEY = "searches"
MOST_KEPT = 30
LONGEST = 200


class SearchedList(ChangeList):
    """A list whose address names a search instead of its words.

    The address of each row carries what the list is filtered by, as Django's do, which finds out
    anew for each of them where it leads: a tenth of all that a page of a hundred costs.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.way_back, self.preserved_filters = self.preserved_filters, ""

    def url_for_result(self, result: Model) -> str:
        return self.with_way_back(super().url_for_result(result))

    def with_way_back(self, url: str) -> str:
        return f"{url}?{self.way_back}" if self.way_back else url

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: list[str | None] | None = None
    ) -> QuerySet[Any]:
        code = request.GET.get(SEARCH_VAR)
        words = words_of(request, code) if code is not None else ""
        self.query = words or ""
        found = super().get_queryset(request, exclude_parameters)
        # What is over finds nothing rather than everything: an export asks here, too.
        return found.none() if words is None else found

    def address_without_search(self) -> str:
        return self.get_query_string(remove=[SEARCH_VAR, PAGE_VAR])


def redirected(request: HttpRequest) -> HttpResponseRedirect | None:
    """To the list's address with the code of a search that was sent, or without one that is over.

    None for everything else. Words that stand in an address are as good as over: nobody shall learn
    to write them there.
    """
    if request.method == "POST" and SENT in request.POST:
        words = request.POST[SENT].strip()[:LONGEST]
        return _to(request, {SEARCH_VAR: kept(request, words)} if words else {})
    code = request.GET.get(SEARCH_VAR)
    if request.method == "GET" and code is not None and words_of(request, code) is None:
        messages.warning(request, _("This search has expired. Search again."))
        return _to(request, {})
    return None


def kept(request: HttpRequest, words: str) -> str:
    """The code of these words in this login session."""
    searches = dict(request.session.get(SESSION_KEY, []))
    code = next((code for code, known in searches.items() if known == words), "")
    code = code or randomness.octets(6).hex()
    searches.pop(code, None)
    searches[code] = words
    request.session[SESSION_KEY] = list(searches.items())[-MOST_KEPT:]
    return code


def words_of(request: HttpRequest, code: str) -> str | None:
    """None where this login session has no such search, or has made too many since."""
    found: str | None = dict(request.session.get(SESSION_KEY, [])).get(code)
    return found


def _to(request: HttpRequest, search: dict[str, str]) -> HttpResponseRedirect:
    rest = {
        name: values for name, values in request.GET.lists() if name not in {SEARCH_VAR, PAGE_VAR}
    }
    query = urlencode({**rest, **search}, doseq=True)
    return HttpResponseRedirect(f"{request.path}?{query}" if query else request.path)
