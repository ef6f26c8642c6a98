"""A list is filtered in a browser: what is chosen from stays within the page, and is said then."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from conference.addresses import admin_url
from conference.models import StaffRole
from delegates.models import Rank
from tests.e2e.cut_text import what_is_cut
from tests.e2e.longest_values import make_longest
from tests.e2e.test_admin import DESKTOP, sign_in, watched
from tests.factories import DelegateFactory, DelegationFactory, words

pytestmark = pytest.mark.e2e


def filter_called(page: Page, name: str) -> Locator:
    summary = page.locator("summary", has_text=re.compile(rf"^\s*{name}\b"))
    return page.locator(".list-filter", has=summary)


def test_filters_open_within_the_page_and_say_what_is_chosen(
    browser: Browser, live_server: LiveServer, role: StaffRole
) -> None:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, problems = watched(context, urlsplit(live_server.url).netloc)
    sign_in(page, live_server, role)
    page.goto(f"{live_server.url}{admin_url(role.conference, 'delegates_delegate_changelist')}")
    filters = page.locator(".list-filter")
    cut = []
    for number in range(filters.count()):
        filters.nth(number).locator("summary").click()
        # What one chooses from lies over the list.
        cut += [
            text
            for width in (390, 1280, 1600)
            for text in what_is_cut(page, width)
            if "upon each other" not in text
        ]
    opened = page.locator(".list-filter[open]").count()

    accreditation = filters.filter(has_text="Accreditation")
    accreditation.locator("summary").click()
    accreditation.get_by_role("link", name="Submitted").click()
    expect(accreditation.locator("summary")).to_have_text("Accreditation: Submitted")
    expect(page.locator("#result_list tbody tr")).to_have_count(3)
    page.get_by_role("link", name="Clear all filters").click()
    expect(accreditation.locator("summary")).to_have_text("Accreditation")
    context.close()

    assert (cut, opened, problems) == ([], 1, [])


def names_shown(filter_: Locator) -> list[str]:
    return filter_.locator("li a").filter(visible=True).all_inner_texts()


def test_one_of_many_choices_is_found_by_typing(
    browser: Browser, live_server: LiveServer, role: StaffRole
) -> None:
    """Beyond thirty; by keyboard alone, without regard to case and accents."""
    names = ["Türkiye", "Turkmenistan", *(f"Country no. {number}" for number in range(30))]
    for name in names:
        DelegationFactory(conference=role.conference, name=words(name))
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, problems = watched(context, urlsplit(live_server.url).netloc)
    sign_in(page, live_server, role)
    page.goto(f"{live_server.url}{admin_url(role.conference, 'delegates_delegate_changelist')}")
    delegations = filter_called(page, "Delegation")
    box = delegations.get_by_role("searchbox")
    boxes = page.get_by_role("searchbox").count()

    delegations.locator("summary").press("Enter")
    expect(box).to_be_focused()
    page.keyboard.type("turk")
    found = names_shown(delegations)
    page.keyboard.type("x")
    expect(delegations.get_by_role("status")).to_have_text("Nothing in the list matches.")
    page.keyboard.press("Backspace")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(delegations.get_by_role("link", name=found[1])).to_be_focused()
    page.keyboard.press("Escape")
    expect(delegations.locator("summary")).to_be_focused()
    expect(box).to_be_hidden()
    page.keyboard.press("Enter")
    expect(box).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("TÜRK")
    page.keyboard.press("Enter")
    page.wait_for_url("**delegation__id__exact=*")
    expect(delegations.locator("summary")).to_have_text(f"Delegation: {found[0]}")
    context.close()

    assert (sorted(found), boxes, problems) == (["Turkmenistan", "Türkiye"], 0, [])


def test_many_choices_are_all_there_without_a_script(
    browser: Browser, live_server: LiveServer, role: StaffRole
) -> None:
    DelegationFactory.create_batch(31, conference=role.conference)
    context = browser.new_context(viewport=DESKTOP, java_script_enabled=False)  # type: ignore[arg-type]
    page, _problems = watched(context, urlsplit(live_server.url).netloc)
    sign_in(page, live_server, role)
    page.goto(f"{live_server.url}{admin_url(role.conference, 'delegates_delegate_changelist')}")
    delegations = filter_called(page, "Delegation")
    delegations.locator("summary").click()

    shown = len(names_shown(delegations))
    box = delegations.locator("input").is_visible()
    context.close()

    assert (shown, box) == (1 + 1 + 31, False)


def test_every_column_that_one_may_choose_fits_with_the_longest_words(
    browser: Browser, live_server: LiveServer, role: StaffRole
) -> None:
    """Chosen in the browser; nothing has to be scrolled sideways on a usual screen."""
    DelegateFactory(
        delegation__conference=role.conference, rank=Rank.objects.get(conference=role.conference)
    )
    make_longest(role.conference)
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, problems = watched(context, urlsplit(live_server.url).netloc)
    sign_in(page, live_server, role)
    page.goto(f"{live_server.url}{admin_url(role.conference, 'delegates_delegate_changelist')}")
    page.locator(".list-columns summary").press("Enter")
    for name in ("Function", "Ministry or organization", "Rank"):
        page.get_by_label(name, exact=True).check()
    page.get_by_role("button", name="Show these").click()
    expect(page.locator("thead .column-rank_cell")).to_be_visible()
    expect(page.locator(".duty-function").first).to_be_hidden()

    cut = [text for width in (390, 1280, 1600) for text in what_is_cut(page, width)]
    context.close()

    assert (cut, problems) == ([], [])


def test_menu_that_escape_closes_gives_the_focus_back(
    browser: Browser, live_server: LiveServer, role: StaffRole
) -> None:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, problems = watched(context, urlsplit(live_server.url).netloc)
    sign_in(page, live_server, role)
    page.goto(f"{live_server.url}{admin_url(role.conference, 'delegates_delegate_changelist')}")
    summary = page.locator(".list-filter", has_text="Accreditation").locator("summary")

    summary.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".list-filter[open] :focus")).to_have_count(1)
    expect(summary).not_to_be_focused()
    page.keyboard.press("Escape")

    expect(page.locator(".list-filter[open]")).to_have_count(0)
    expect(summary).to_be_focused()
    context.close()
    assert problems == []


EDGE = "[getComputedStyle({0}).outlineStyle, getComputedStyle({0}).outlineWidth].join(' ')"


def test_what_is_chosen_is_seen_where_colours_are_the_readers_own(
    browser: Browser, live_server: LiveServer, role: StaffRole
) -> None:
    """Grounds are gone there: a choice that only its ground tells would be lost."""
    context = browser.new_context(viewport=DESKTOP, forced_colors="active")  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, live_server, role)
    address = admin_url(
        role.conference,
        "delegates_delegate_changelist",
        query={"accreditation__exact": "submitted"},
    )
    page.goto(f"{live_server.url}{address}")
    page.locator("input.action-select").first.check()
    page.keyboard.press("/")
    page.keyboard.type("Bahrom")
    expect(page.locator(".answer [aria-selected=true]")).to_have_count(1)
    chosen = (
        ".current-model th",
        "#changelist-filter li.selected",
        "#result_list tr.selected",
        ".answer [aria-selected=true]",
    )

    edges = {
        each: page.locator(each).first.evaluate(f"element => {EDGE.format('element')}")
        for each in chosen
    }
    other = page.locator("#result_list tr:not(.selected)").last
    plain = other.evaluate(f"element => {EDGE.format('element')}")
    context.close()

    assert edges == dict.fromkeys(chosen, "solid 2px")
    assert plain.startswith("none")
