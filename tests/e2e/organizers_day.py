"""What an organizer does in a day, each step through the pages that its users have."""

from io import BytesIO

from playwright.sync_api import FilePayload, Locator, Page, expect

from conference import embedded
from conference.spreadsheets import add_sheet, new_workbook
from tests.e2e.counted import Hands
from tests.e2e.test_adding_people import photo
from tests.e2e.test_admin import PASSWORD
from tests.e2e.test_import import PATIENCE, await_text

EARLIER = "Border Security and Management to Counter Terrorism"
HALL = "Plenary Hall · Kohi Somon state complex"
TITLES = {"English": "Water for Peace", "Русский": "Вода ради мира", "Тоҷикӣ": "Об барои сулҳ"}
# A heading that is not known, two rows of perhaps one person, a letter that was lost, a wrong name.
LIST = """State or organization|First name|Surname|Job title|E-mail|Guest house
Tajikistan|Sodiq|Rahmonzoda|Minister of Energy and Water Resources|sodiq@example.org|Serena
Tajikistan|Lola|Karimova|Deputy Minister|lola@example.org|Serena
Tajikistan|Aziz|Nazarov|Adviser||Serena
Tajikistan|Aziz|Nazarrov|Adviser||Serena
Kazakhstan|Aigerim|Seitkali|Vice-Minister of Water|aigerim@example.org|Hilton
Kazakhstan|Daniyar|Omarov|Director|daniyar@example.org|Hilton
Kazakhstan|Ainur|Bek?ova|Expert||Hilton
Kazakhstan|Yerlan|Tulegen|Counsellor||Hilton
Republic of Hungry|Anna|Keller|Ambassador|anna@example.org|Hyatt
Republic of Hungry|Bela|Kovacs|Counsellor||Hyatt
Republic of Hungry|Eva|Toth|Interpreter|eva@example.org|Hyatt
Republic of Hungry|Istvan|Szabo|Adviser||Hyatt"""
# Title, kind, day where it is another, start where it is not the end before, end.
PROGRAMME = [
    ("Opening", "Opening", "", "9", "1030"),
    ("Coffee", "Break", "", "", "11"),
    ("Water and peace", "Panel", "", "", "1230"),
    ("Glaciers", "Plenary", "2028-06-11", "9", "1030"),
    ("Closing", "Adoption and closing", "", "", "12"),
]
MISSING = [
    "9 delegates are waiting for a decision. Decide on them",
    "10 photos are missing. See whose they are",
    "4 sessions have no chair or moderator. Name who leads them",
    "5 sessions have no title in Русский. Add the titles",
    "5 sessions have no title in Тоҷикӣ. Add the titles",
    "3 badges are to be printed. Print them",
    "The texts of the badges have not been checked recently. Check that texts fit",
    "The conference has no logo. Choose a logo",
]


# Whoever makes conferences


def sign_in(maker: Hands) -> None:
    with maker.at("sign in") as page:
        page.goto("/admin/")
        maker.write(page.get_by_label("E-mail"), embedded.MAKER)
        maker.write(page.get_by_label("Password"), embedded.demo_passwords()[embedded.MAKER])
        maker.press("Enter")
        expect(page.get_by_role("heading", name="International and Regional")).to_be_visible()


def make_one_anew(maker: Hands) -> None:
    with maker.at("make a conference") as page:
        begin(maker)
        maker.write(title_in(page, "English"), TITLES["English"])
        write_days(maker)
        maker.choose(page.get_by_label("Host country"), "Tajikistan")
        expect(page.get_by_text("water-for-peace-2028")).to_be_visible()
        maker.click(page.get_by_role("button", name="Create the conference"))
        page.wait_for_url("**/admin/water-for-peace-2028/")


def copy_the_earlier_one(maker: Hands) -> None:
    with maker.at("copy a conference") as page:
        begin(maker)
        maker.choose(page.get_by_label("Begin with"), EARLIER)
        expect(title_in(page, "Тоҷикӣ")).to_be_visible()
        for language, title in TITLES.items():
            maker.write(title_in(page, language), title)
        write_days(maker)
        expect(
            page.locator("#proposals").get_by_text(
                "Dushanbe, Tajikistan (UTC+5 in June)", exact=True
            )
        ).to_be_visible()
        maker.click(page.get_by_role("button", name="Create the conference"))
        page.wait_for_url("**/admin/water-for-peace-2028-2/")


def begin(maker: Hands) -> None:
    page = maker.page
    maker.click(page.locator(".working-in summary"))
    maker.click(page.get_by_role("link", name="All conferences, countries and organizations"))
    maker.click(page.get_by_role("link", name="Create a conference"))


def title_in(page: Page, language: str) -> Locator:
    return page.get_by_role("group", name="Title", exact=True).get_by_label(language)


def write_days(maker: Hands) -> None:
    maker.write_day(maker.page.get_by_label("First day"), "06102028")
    maker.write_day(maker.page.get_by_label("Last day"), "06112028")


def invite(maker: Hands) -> str:
    """The code, as the page shows it."""
    with maker.at("invite a colleague") as page:
        maker.click(page.get_by_role("link", name="Conference staff"))
        maker.click(page.get_by_role("link", name="Add a colleague"))
        maker.write(page.get_by_role("textbox", name="Name"), "Nilufar Sharifova")
        maker.write(page.get_by_label("E-mail"), "nilufar@example.org")
        maker.click(page.get_by_label("Organizer"))
        maker.click(page.get_by_role("button", name="Save"))
        return page.locator(".invitation-code").inner_text()


# Whom they invited


def accept(organizer: Hands, *, code: str) -> None:
    with organizer.at("accept by the code") as page:
        page.goto("/accounts/join/")
        organizer.write(page.get_by_label("Code"), code)
        organizer.press("Enter")
        organizer.write(page.get_by_label("Choose a password"), PASSWORD)
        organizer.write(page.get_by_label("Repeat the password"), PASSWORD)
        organizer.press("Enter")
        page.wait_for_url("**/admin/water-for-peace-2028-2/")


def import_list(organizer: Hands) -> None:
    with organizer.at("import a list") as page:
        organizer.click(page.get_by_role("link", name="Imports", exact=True))
        organizer.click(page.get_by_role("link", name="Import a file"))
        organizer.hand_over(page.get_by_label("File"), [workbook()])
        organizer.click(page.get_by_role("button", name="Upload and check"))
        await_text(page, "No column says which delegation a person belongs to.")
        organizer.choose(page.get_by_label("State or organization"), "Delegation")
        organizer.click(page.get_by_role("button", name="Check again"))
        await_text(page, "6 rows need an answer")


def workbook() -> FilePayload:
    heading, *rows = (line.split("|") for line in LIST.splitlines())
    file = BytesIO()
    with new_workbook(file) as book:
        add_sheet(book, "Participants", header=heading, rows=rows)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "participants.xlsx", "mimeType": kind, "buffer": file.getvalue()}


def answer_questions(organizer: Hands) -> None:
    with organizer.at("answer its questions") as page:
        organizer.click(page.get_by_role("link", name="Unknown countries and organizations").first)
        nothing_left = page.get_by_text("Nothing of this kind is left to answer.")
        organizer.click(page.get_by_role("button", name="Is Hungary"))
        expect(nothing_left).to_be_visible()
        organizer.click(page.get_by_role("link", name="Same person or not"))
        organizer.click(page.locator(".in-file").get_by_role("button", name="Leave out"))
        expect(nothing_left).to_be_visible()
        organizer.click(page.get_by_role("link", name="Damaged or foreign letters"))
        organizer.write(page.get_by_label("Correct text for “Bek?ova”"), "Bekova")
        organizer.click(page.get_by_role("button", name="Use this text"))
        expect(nothing_left).to_be_visible()
        organizer.click(page.get_by_role("link", name="Back to the report"))
        organizer.click(page.get_by_role("button", name="Import all of it"))
        await_text(page, "Look at the delegates")


def work_through_delegations(organizer: Hands) -> None:
    """Orders one by key, adds people with photos, changes a row; each gets a head."""
    with organizer.at("work through three delegations") as page:
        to_sheet(organizer, "Tajikistan")
        organizer.click(page.get_by_role("button", name="Move Aziz NAZAROV"))
        with page.expect_response("**/place/"):
            organizer.press("ArrowUp")
        expect(page.get_by_role("status")).to_contain_text("Aziz NAZAROV is moved: place 2 of 3.")
        expect(page.get_by_role("button", name="Move Aziz NAZAROV")).to_be_focused()
        appoint(organizer, "Sodiq RAHMONZODA")
        organizer.click(page.get_by_role("link", name="Add people"))
        expect(page.get_by_label("Honorific, row 1")).to_be_focused()
        for row, person in enumerate(["Zulfiya|Rahim|Interpreter", "Bahrom|Qodirov|Expert"], 1):
            given, family, function = person.split("|")
            organizer.write(page.get_by_label(f"Given name, row {row}"), given)
            organizer.press("Tab")
            organizer.write(page.get_by_label(f"Family name, row {row}"), family)
            organizer.write(page.get_by_label(f"Function, row {row}"), function)
        photos = [photo("Zulfiya Rahim.jpg"), photo("qodirov_bahrom.jpg")]
        organizer.hand_over(page.get_by_label("Choose photos"), photos)
        expect(page.locator(".adding-rows img")).to_have_count(2)
        expect(page.get_by_role("button", name="Register", exact=True)).to_be_focused()
        organizer.press("Enter")
        expect(page.get_by_text("2 people are registered. 2 photos are added.")).to_be_visible()
        to_sheet(organizer, "Hungary")
        appoint(organizer, "Anna KELLER")
        organizer.click(page.get_by_label("Change Bela KOVACS"))
        organizer.choose(page.get_by_label("Position"), "Deputy head")
        # From the field in which the row was opened to the next: Enter in a field of text saves.
        page.get_by_label("Honorific").focus()
        organizer.press("Tab")
        organizer.press("Enter")
        expect(page.get_by_label("Change Bela KOVACS")).to_be_focused()
        to_sheet(organizer, "Kazakhstan")
        appoint(organizer, "Aigerim SEITKALI")


def to_sheet(organizer: Hands, delegation: str) -> None:
    page = organizer.page
    organizer.click(page.get_by_role("link", name="Delegations", exact=True).last)
    organizer.click(page.get_by_role("link", name=delegation))


def appoint(organizer: Hands, name: str) -> None:
    page = organizer.page
    organizer.click(page.get_by_label(f"More about {name}"))
    organizer.click(
        page.get_by_role("button", name="Make head of delegation").locator("visible=true")
    )
    expect(page.locator(".member-head")).to_contain_text(name)


def correct_a_name(organizer: Hands) -> None:
    with organizer.at("correct a name and see the badge") as page:
        organizer.click(page.get_by_role("link", name="Daniyar OMAROV", exact=True))
        picture = page.get_by_role("img", name="The badge as it would be printed now")
        expect(picture).to_be_visible(timeout=PATIENCE)
        before = picture.get_attribute("src") or ""
        organizer.write(page.get_by_role("textbox", name="Family name:", exact=True), "Omarbekov")
        expect(picture).not_to_have_attribute("src", before, timeout=PATIENCE)
        organizer.click(page.get_by_role("button", name="Save and continue editing"))
        expect(page.get_by_role("heading", name="OMARBEKOV, Daniyar")).to_be_visible()


def approve_and_undo(organizer: Hands) -> None:
    with organizer.at("approve and undo") as page:
        organizer.click(page.get_by_role("button", name="Approve"))
        expect(page.get_by_text("Badge: to be printed")).to_be_visible()
        organizer.click(page.get_by_role("button", name="Undo", exact=True))
        expect(page.get_by_role("button", name="Approve")).to_be_visible()


def approve_delegation(organizer: Hands) -> None:
    with organizer.at("approve a delegation") as page:
        to_sheet(organizer, "Kazakhstan")
        organizer.click(page.get_by_role("button", name="Approve all 4"))
        organizer.click(page.get_by_role("button", name="Approve 4 delegates"))
        expect(page.get_by_text("4 approved")).to_be_visible()


# The programme


def enter_programme(organizer: Hands) -> None:
    with organizer.at("enter two days of sessions") as page:
        organizer.click(page.get_by_role("link", name="Add to Sessions"))
        for title, kind, day, start, end in PROGRAMME:
            organizer.write(page.locator("#id_title_0"), title)
            organizer.choose(page.get_by_label("Kind:"), kind)
            begins = page.get_by_role("group", name="Start")
            if day:
                organizer.write(begins.get_by_label("Day"), day)
            if start:
                organizer.write(begins.get_by_label("Time"), start)
            organizer.write(page.get_by_role("group", name="End").get_by_label("Time"), end)
            organizer.choose(page.get_by_label("Room:"), HALL)
            if kind == "Panel":
                name_moderator(organizer, function="Director")
            is_last = title == PROGRAMME[-1][0]
            button = "Save" if is_last else "Save and add another"
            organizer.click(page.get_by_role("button", name=button, exact=True))
            expect(page.get_by_text(f"The session “{title}” was added")).to_be_visible()


def name_moderator(organizer: Hands, *, function: str) -> None:
    page = organizer.page
    organizer.click(page.get_by_role("button", name="Add another Person in a session"))
    organizer.choose(page.locator("#parts-0").get_by_label("Part", exact=True), "Moderator")
    organizer.click(page.locator("#parts-0 .field-delegate .select2-selection"))
    organizer.keys(function)
    organizer.click(page.get_by_role("option", name="OMARBEKOV, Daniyar · Director · Kazakhstan"))


def release_programme(organizer: Hands) -> None:
    with organizer.at("release the programme") as page:
        organizer.click(page.get_by_role("link", name="Release", exact=True))
        expect(page.get_by_role("checkbox")).to_have_count(5)
        organizer.click(page.get_by_role("button", name="Release", exact=True))
        expect(page.get_by_text("Release 1 is what readers see from now on.")).to_be_visible()


def withdraw_moderator(organizer: Hands) -> None:
    with organizer.at("withdraw a moderator") as page:
        to_sheet(organizer, "Kazakhstan")
        part = "Moderator: Water and peace, Saturday 10 June, 11:00"
        expect(page.locator(".member-part")).to_have_text(part)
        organizer.click(page.get_by_label("More about Daniyar OMARBEKOV"))
        organizer.click(page.get_by_role("link", name="Withdraw").locator("visible=true").last)
        follows = page.locator(".consequences li")
        expect(follows).to_have_text(
            ["“Water and peace”, Saturday 10 June, 11:00, loses its moderator."]
        )
        organizer.write(page.get_by_label("Reason"), "Cannot travel")
        organizer.click(page.get_by_role("button", name="Withdraw OMARBEKOV, Daniyar"))
        expect(page.get_by_text("OMARBEKOV, Daniyar is withdrawn.")).to_be_visible()


# The doors


def meet_the_checklist(organizer: Hands) -> None:
    with organizer.at("meet the checklist") as page:
        to_checklist(organizer)
        lines = page.locator(".doors-words")
        expect(lines).to_have_text(MISSING)
        organizer.click(page.get_by_role("link", name="Choose a logo"))
        organizer.hand_over(page.get_by_label("Logo"), [photo("logo.jpg")])
        organizer.click(page.get_by_role("button", name="Save", exact=True))
        to_checklist(organizer)
        expect(lines).to_have_text(MISSING[:-1])


def to_checklist(organizer: Hands) -> None:
    organizer.click(organizer.page.get_by_role("link", name="Dais"))
    organizer.click(organizer.page.get_by_role("link", name="Opening checklist"))


def preview(organizer: Hands) -> None:
    """As readers will see it: marked, and kept by nobody."""
    with organizer.at("preview") as page:
        for link in ("Preview", "Agenda"):
            with page.expect_navigation() as answered:
                organizer.click(page.get_by_role("link", name=link, exact=True))
            assert answered.value is not None
            assert answered.value.headers["cache-control"] == "private, no-store"
            expect(page.locator(".preview")).to_contain_text("Preview: only people who work")


def open_the_doors(organizer: Hands) -> None:
    with organizer.at("open") as page:
        organizer.click(page.locator(".preview").get_by_role("link", name="Back to the admin"))
        organizer.click(page.get_by_role("link", name="Opening checklist"))
        organizer.click(page.get_by_role("link", name="Open the conference"))
        organizer.click(page.get_by_role("button", name="Open “Water for Peace”"))
        organizer.click(page.get_by_role("link", name="View site"))
        expect(page.get_by_role("heading", name="Water for Peace")).to_be_visible()
        expect(page.get_by_text("Preview")).to_have_count(0)
