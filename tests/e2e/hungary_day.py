"""How a delegation comes to be accredited, each step through the pages that its users have."""

import re
from email.message import Message
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import Locator, Page, Request, expect
from python_calamine import CalamineWorkbook

from conference.addresses import admin_url
from conference.models import Conference
from delegates.models import Delegation
from tests.e2e.counted import Hands
from tests.e2e.test_adding_people import photo
from tests.e2e.test_admin import PASSWORD
from tests.e2e.test_import import PATIENCE, await_text
from tests.faults.holding import wait_until
from tests.mail_server import MailServer
from tests.mailed import code_in

HUNGARY, SPAIN = "iroda@kkm.example", "protocolo@exteriores.example"
INVITATION = re.compile(r"^Code: (\S+)$", re.MULTILINE)
# Given and family name, function.
NEW = [
    ("István", "Szabó", "Minister for Foreign Affairs"),
    ("Zsófia", "Nagy", "Deputy State Secretary"),
    ("Péter", "Horváth", "Head of Department"),
    ("Katalin", "Varga", "Interpreter"),
]
PARTS = ("people/add/", "people/list/", "nominations/", "messages/")
REASON = "The ministry is missing on your note verbale."


class Post:
    """Mails as the real server took them, each read once by whoever it was sent to."""

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self.read = 0

    def next_to(self, address: str) -> str:
        wait_until(lambda: len(self.server.taken) > self.read, otherwise=lambda: address)
        assert self.server.behaviour.sent_to[self.read] == [address]
        self.read += 1
        return text_of(self.server.taken[self.read - 1])

    def next_two(self) -> dict[str, str]:
        """By whom they are to, whichever of two that are sent together comes first."""
        wait_until(lambda: len(self.server.taken) > self.read + 1)
        both = range(self.read, self.read + 2)
        self.read += 2
        sent_to = self.server.behaviour.sent_to
        return {sent_to[at][0]: text_of(self.server.taken[at]) for at in both}


def text_of(mail: Message) -> str:
    """Its lines end as they are written here, not as mail servers end them."""
    return "\n".join(mail.get_body(("plain",)).get_content().splitlines())  # type: ignore[attr-defined]


def address_in(text: str, ending: str) -> str:
    (found,) = re.findall(rf"^http\S*{ending}$", text, re.MULTILINE)
    return str(found)


# The organizer


def sign_in(staff: Hands, conference: Conference, email: str) -> None:
    with staff.at("sign in") as page:
        page.goto(admin_url(conference, "index"))
        staff.write(page.get_by_label("E-mail"), email)
        staff.write(page.get_by_label("Password"), PASSWORD)
        staff.press("Enter")
        expect(page.get_by_role("link", name="Delegations", exact=True).last).to_be_visible()


def confirm(organizer: Hands) -> None:
    with organizer.at("confirm the delegation"):
        to_sheet(organizer, "Hungary")
        organizer.click(organizer.page.get_by_role("button", name="Confirm"))
        expect(organizer.page.get_by_text("Hungary: Confirmed.")).to_be_visible()


def note_focal_points(organizer: Hands) -> None:
    with organizer.at("note two focal points") as page:
        for delegation, name, email in [
            ("Spain", "Lucía Ortega", SPAIN),
            ("Hungary", "Márta Fekete", HUNGARY),
        ]:
            to_sheet(organizer, delegation)
            organizer.click(page.get_by_role("link", name="Focal points"))
            organizer.write(page.get_by_role("textbox", name="Name"), name)
            organizer.write(page.get_by_label("E-mail"), email)
            organizer.click(page.get_by_role("button", name="Note for a mailing"))
            expect(page.get_by_text("noted, not invited yet")).to_be_visible()


def invite(organizer: Hands) -> None:
    """What each will read is looked at first: the code in it is a placeholder."""
    with organizer.at("invite both") as page:
        organizer.click(page.get_by_role("link", name="Delegations", exact=True).last)
        for name in ("Hungary", "Spain"):
            organizer.click(page.get_by_role("row", name=name).get_by_role("checkbox"))
        organizer.choose(page.get_by_label("Action: "), "Invite focal points …")
        organizer.click(page.get_by_role("button", name="Go"))
        organizer.click(page.get_by_role("button", name="Prepare invitations for 2 delegations"))
        expect(page.get_by_text("2 mails are ready under Mailings")).to_be_visible()
        organizer.click(page.get_by_role("link", name="Mailings", exact=True))
        organizer.click(page.get_by_role("link", name="Invitations to register"))
        organizer.click(page.get_by_role("link", name=HUNGARY))
        preview = page.locator(".mail-text")
        expect(preview).to_contain_text("register the delegation of Hungary")
        expect(preview).to_contain_text("Code: ••••-••••-••••-••••-••••")
        organizer.click(page.get_by_role("link", name="Invitations to register"))
        organizer.click(page.get_by_role("link", name="Send all"))
        organizer.click(page.get_by_role("button", name="Send “Invitations to register”"))
        expect(page.get_by_text("Invitations to register: on its way.")).to_be_visible()


def to_sheet(staff: Hands, delegation: str) -> None:
    page = staff.page
    staff.click(page.get_by_role("link", name="Delegations", exact=True).last)
    staff.click(page.locator("#result_list").get_by_role("link", name=delegation, exact=True))


# A focal point


def take_up(focal_point: Hands, mail: str) -> None:
    """By the address and the code of the mail."""
    with focal_point.at("take up the invitation") as page:
        page.goto(address_in(mail, r"/join/\?language=\w+"))
        (code,) = INVITATION.findall(mail)
        focal_point.write(page.get_by_label("Code"), code)
        focal_point.press("Enter")
        focal_point.write(page.get_by_label("Choose a password"), PASSWORD)
        focal_point.write(page.get_by_label("Repeat the password"), PASSWORD)
        focal_point.press("Enter")
        expect(page.get_by_role("heading", name="Your delegations")).to_be_visible()
        focal_point.click(page.get_by_role("link", name="Sign out"))
        focal_point.click(page.get_by_role("button", name="Sign out"))


def sign_in_by_code(focal_point: Hands, email: str, post: Post) -> None:
    with focal_point.at("sign in by a code") as page:
        page.goto("/accounts/login/")
        focal_point.click(page.get_by_role("link", name="Sign in with a code"))
        focal_point.write(page.get_by_label("E-mail"), email)
        focal_point.press("Enter")
        expect(page.get_by_role("heading", name="Type the code")).to_be_visible()
        focal_point.write(page.get_by_label("Code"), code_in(post.next_to(email)))
        focal_point.press("Enter")
        expect(page.get_by_role("heading", name="Your delegations")).to_be_visible()


def open_delegation(focal_point: Hands, name: str) -> None:
    with focal_point.at("open the delegation") as page:
        focal_point.click(page.get_by_role("link", name=name, exact=True))
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()


def take_people_over(focal_point: Hands) -> None:
    with focal_point.at("take two over from last time") as page:
        focal_point.click(page.get_by_role("link", name="People of last time"))
        expect(page.locator(".last-time li")).to_have_text(
            [re.compile(name) for name in ("Anna KELLER", "Béla KOVÁCS", "Éva TÓTH")]
        )
        for name in ("Anna KELLER", "Béla KOVÁCS"):
            focal_point.click(page.get_by_label(name))
        focal_point.click(page.get_by_role("button", name="Add to the delegation"))
        expect(page.get_by_text("2 people are added.")).to_be_visible()
        for name in ("Anna KELLER", "Béla KOVÁCS"):
            focal_point.click(page.get_by_role("link", name=name))
            add_photo(focal_point, name)
            focal_point.click(page.get_by_role("button", name="Save", exact=True))
            expect(page.get_by_text("is saved.")).to_be_visible()


def register_four(focal_point: Hands) -> None:
    with focal_point.at("register four by the form") as page:
        focal_point.click(page.get_by_role("link", name="Add people"))
        for given, family, function in NEW:
            focal_point.write(field(page, "Given name"), given)
            focal_point.press("Tab")
            focal_point.write(field(page, "Family name"), family)
            focal_point.write(field(page, "Function"), function)
            add_photo(focal_point, f"{given} {family}")
            is_last = family == NEW[-1][1]
            button = "Save" if is_last else "Save and add another"
            focal_point.click(page.get_by_role("button", name=button, exact=True))
            expect(page.get_by_text(f"{given} {family.upper()} is saved.")).to_be_visible()


def field(page: Page, label: str) -> Locator:
    """Marked or not."""
    return page.get_by_role("textbox", name=re.compile(rf"^{label}( [*○])?$"))


def add_photo(focal_point: Hands, name: str) -> None:
    """Cut as it is shown."""
    page = focal_point.page
    focal_point.hand_over(page.get_by_label("Picture file"), [photo(f"{name}.jpg")])
    expect(page.locator("[data-stage] cropper-selection")).to_be_visible()
    expect(page.locator("[name=photo-crop]")).to_have_value(re.compile(r"^0\.\d+ "))


def name_head_and_order(focal_point: Hands) -> None:
    with focal_point.at("name the head and order") as page:
        focal_point.click(page.get_by_label("More about István SZABÓ"))
        focal_point.click(
            page.get_by_role("button", name="Make head of delegation").locator("visible=true")
        )
        expect(page.locator(".member-head")).to_contain_text("István SZABÓ")
        focal_point.click(page.get_by_role("button", name="Move Zsófia NAGY"))
        for place in ("place 2 of 5", "place 1 of 5"):
            with page.expect_response("**/place/"):
                focal_point.press("ArrowUp")
            expect(page.get_by_role("status")).to_contain_text(place)


def hand_in(focal_point: Hands, *said: str) -> None:
    with focal_point.at("hand in") as page:
        focal_point.click(page.get_by_role("link", name="Hand in"))
        focal_point.click(page.get_by_role("button", name="Hand in"))
        for words in said:
            expect(page.get_by_text(words, exact=True)).to_be_visible()


def correct(focal_point: Hands, mail: str) -> None:
    """Along the address of the mail."""
    with focal_point.at("correct what was returned") as page:
        page.goto(address_in(mail, "/people/\\d+/"))
        expect(page.get_by_text(REASON)).to_be_visible()
        expect(page.get_by_text("To be corrected: Ministry or organization")).to_be_visible()
        focal_point.write(field(page, "Ministry or organization"), "Ministry for Foreign Affairs")
        focal_point.click(page.get_by_role("button", name="Save", exact=True))


def change_a_name(focal_point: Hands) -> None:
    with focal_point.at("change a name") as page:
        focal_point.click(page.get_by_role("link", name="Zsófia NAGY"))
        focal_point.write(field(page, "Family name"), "Kiss")
        focal_point.click(page.get_by_role("button", name="Save", exact=True))
        expect(page.get_by_text("holds until an officer takes it over.")).to_be_visible()
        expect(page.get_by_role("link", name="Zsófia NAGY")).to_be_visible()


# The officer


def keys_are_on(page: Page) -> None:
    """The script has shown which there are: before, a key does nothing."""
    expect(page.get_by_role("checkbox", name="Keys")).to_be_visible()


def return_one(officer: Hands) -> None:
    with officer.at("return one") as page:
        officer.click(page.get_by_role("link", name="Review", exact=True).last)
        officer.click(page.get_by_role("button", name="Next in line"))
        expect(page.get_by_role("heading", name="KELLER, Anna")).to_be_visible()
        keys_are_on(page)
        officer.press("r")
        officer.click(page.get_by_label("Ministry or organization"))
        officer.write(page.locator("details[open]").get_by_label("Reason"), REASON)
        officer.click(page.get_by_role("button", name="Return for correction", exact=True))
        expect(page.get_by_text("KELLER, Anna is returned")).to_be_visible()


def approve_five(officer: Hands) -> None:
    """Two by keys in the queue, which has the next at once; the others on the delegation's page."""
    with officer.at("approve five") as page:
        for _ in range(2):
            keys_are_on(page)
            officer.press("a")
            expect(page.get_by_text("is approved")).to_be_visible()
        to_sheet(officer, "Hungary")
        officer.click(page.get_by_role("button", name="Approve all 3"))
        officer.click(page.get_by_role("button", name="Approve 3 delegates"))
        expect(page.get_by_text("5 approved")).to_be_visible()


def see_the_proposal(officer: Hands) -> None:
    with officer.at("see what is proposed") as page:
        officer.click(page.get_by_role("link", name="Review", exact=True).last)
        officer.click(page.get_by_role("button", name="Next in line"))
        expect(page.get_by_role("heading", name="NAGY, Zsófia")).to_be_visible()
        line = page.locator(".review-change tbody tr")
        expect(line.locator("td")).to_have_text(["Nagy", "Kiss"])
        keys_are_on(page)
        officer.press("l")
        expect(page.get_by_text("1 is waiting")).to_be_visible()


def listed(officer: Hands) -> list[str]:
    """Whom the list of participants names now, in its order."""
    with officer.at("open the list of participants") as page:
        officer.click(page.get_by_role("link", name="List of participants", exact=True))
        officer.click(page.get_by_role("link", name="The list as it is now"))
        return page.locator(".listed-delegation li a").all_inner_texts()


def listed_on_paper(officer: Hands) -> list[str]:
    """The same of a printing, from its workbook."""
    with officer.at("print the list of participants") as page:
        officer.click(page.get_by_role("link", name="Prepare a printing"))
        officer.click(page.get_by_role("button", name="Make Printing 1"))
        await_text(page, "The files of 1 printing are ready.")
        officer.click(page.get_by_role("link", name="To the printing"))
        with page.expect_download() as file:
            officer.click(page.get_by_role("link", name=re.compile("Excel|xlsx", re.IGNORECASE)))
        heading, *rows = (
            CalamineWorkbook.from_path(file.value.path()).get_sheet_by_index(0).to_python()
        )
        return [str(row[heading.index("Name")]) for row in rows]


# Who makes badges and the programme


def print_badges(organizer: Hands) -> None:
    with organizer.at("print the badges") as page:
        organizer.click(page.get_by_role("link", name="Print jobs", exact=True))
        organizer.click(page.get_by_role("button", name="badges not yet issued"))
        expect(page.get_by_role("link", name="Download the badges")).to_be_visible(timeout=PATIENCE)


def release_programme(organizer: Hands) -> None:
    with organizer.at("release the programme") as page:
        organizer.click(page.get_by_role("link", name="Sessions", exact=True))
        organizer.click(page.get_by_role("link", name="Release", exact=True))
        organizer.click(page.get_by_role("button", name="Release", exact=True))
        expect(page.get_by_text("Release 1 is what readers see from now on.")).to_be_visible()


def people_of_the_agenda(reader: Hands, conference: Conference) -> list[str]:
    page = reader.page
    page.goto(f"/en/{conference.slug}/agenda/")
    page.get_by_role("link", name="Rivers").click()
    return page.locator(".person-name").all_inner_texts()


# Somebody else's focal point


Asked = set[tuple[str, str]]


def noting_what_is_asked(page: Page, delegation: Delegation) -> Asked:
    """Method and path of each request about the delegation, from now on."""
    asked: Asked = set()
    about = f"/{delegation.conference.slug}/registration/{delegation.pk}/"

    def note(request: Request) -> None:
        path = urlsplit(request.url).path
        if about in path:
            asked.add((request.method, path))

    page.on("request", note)
    return asked


def answers_to(other: Hands, asked: Asked) -> set[tuple[int, str]]:
    """State and content, as the browser of who is signed in there asks."""
    context = other.page.context
    (token,) = [
        cookie["value"]
        for cookie in context.cookies()
        if cookie["name"] == settings.CSRF_COOKIE_NAME
    ]
    found = set()
    for method, path in sorted(asked):
        headers = {"X-CSRFToken": token}
        answer = context.request.fetch(path, method=method, headers=headers, max_redirects=0)
        found.add((answer.status, answer.text()))
    return found


def read_own_pages(other: Hands, delegation: Delegation) -> str:
    """All that stands on them."""
    page = other.page
    own = f"/en/{delegation.conference.slug}/registration/{delegation.pk}/"
    found = []
    for path in ("/en/registration/", own, *(f"{own}{part}" for part in PARTS)):
        answer = page.goto(path)
        assert answer is not None
        assert answer.ok, path
        found.append(page.content())
    return "".join(found)
