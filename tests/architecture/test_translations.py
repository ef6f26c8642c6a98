"""The public pages speak every language of the interface, and nothing on them stays English.

What must be translated is read from the templates, modules and choices themselves: a new string
without its translations fails here, as does a translation that nothing shows any more. The admin is
in English. After editing a catalog: `manage.py compilemessages`.
"""

import ast
import datetime as dt
import re
import time
from collections.abc import Iterable, Iterator
from gettext import GNUTranslations
from html.parser import HTMLParser
from pathlib import Path

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import templatize, to_locale
from i18nfield.strings import LazyI18nString
from icalendar import Calendar
from pytest_django import Settings

from conference.accounts import codes
from conference.choices import WHAT_A_ROLE_IS, CodePurpose, Role
from conference.models import Conference
from delegates import photos
from delegates.choices import (
    HEAD_OF_DELEGATION,
    Accreditation,
    CredentialsForm,
    Gender,
    Position,
    Publication,
    Signatory,
    YesOrNo,
)
from delegates.columns import WORDS, asked_of_delegations
from delegates.models import Delegate
from delegates.registration.forms import RegistrationForm
from sessions.choices import Audience, Part, SessionKind, SessionState
from sessions.models import Session
from tests.factories import (
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    RoomFactory,
    SessionFactory,
    SessionOrganizerFactory,
    SessionPartFactory,
    UserFactory,
    VenueFactory,
)
from tests.mailed import send_codes
from tests.releasing import release_all

LANGUAGES = [language for language, _ in settings.LANGUAGES if language != settings.LANGUAGE_CODE]
ROOT = Path(__file__).parents[2]
ERRORS = sorted(path.name for path in (ROOT / "templates").glob("[45]*.html"))
TEMPLATES = [
    *sorted((ROOT / "templates").glob("*.html")),
    *sorted((ROOT / "templates/agenda").rglob("*.html")),
    *sorted((ROOT / "templates/conference").rglob("*.html")),
    *sorted((ROOT / "templates/delegates/participants").glob("printed_*.html")),
    *sorted((ROOT / "templates/account").rglob("*.*")),
    *sorted((ROOT / "templates/mfa").rglob("*.*")),
    *sorted((ROOT / "templates/usersessions").rglob("*.html")),
    *sorted((ROOT / "templates/mail").rglob("*.*")),
    *sorted((ROOT / "templates/delegates/registration").rglob("*.html")),
    *(
        ROOT / "templates/delegates/sheet" / f"_{part}.html"
        for part in (
            *("sheet", "standing", "tasks", "member", "place", "said", "contacts", "contact"),
        )
    ),
    ROOT / "templates/admin/widgets/picture.html",
    ROOT / "templates/admin/widgets/waiting_file.html",
]
OF_THE_ADMIN = {"rooms.py"}
MODULES = [
    *sorted(path for path in (ROOT / "sessions").glob("*.py") if path.name not in OF_THE_ADMIN),
    *sorted((ROOT / "sessions/reading").rglob("*.py")),
    ROOT / "sessions/releases/wording.py",
    *sorted((ROOT / "delegates/registration").glob("*.py")),
    # What an uploaded list is refused for, and how it was read.
    *sorted((ROOT / "conference/spreadsheets").glob("*.py")),
    ROOT / "conference/leased_work.py",
    *sorted((ROOT / "delegates/importing/confined").glob("*.py")),
    *(
        ROOT / "delegates/importing" / f"{name}.py"
        for name in (
            *("cells", "running", "values"),
            *(f"checking/{part}" for part in ("asking", "drafts", "merging", "settling")),
            *(f"reading/{part}" for part in ("known_lists", "notices", "problems")),
        )
    ),
    ROOT / "delegates/services/importing/imports.py",
    ROOT / "delegates/quotas/composition.py",
    ROOT / "delegates/own_answers.py",
    ROOT / "delegates/own_words.py",
    ROOT / "delegates/services/registration/own_fields.py",
    ROOT / "delegates/outstanding/deadlines.py",
    ROOT / "delegates/forms.py",
    ROOT / "delegates/sheet/contents.py",
    ROOT / "delegates/sheet/credentials.py",
    ROOT / "delegates/exporting/credentials.py",
    ROOT / "delegates/services/registration/focal_points.py",
    ROOT / "delegates/services/registration/invitation_requests.py",
    ROOT / "delegates/services/registration/messages.py",
    ROOT / "delegates/services/registration/nominations.py",
    ROOT / "delegates/services/review/proposals.py",
    ROOT / "delegates/services/review/replacement.py",
    ROOT / "delegates/services/registration/self_registration.py",
    ROOT / "sessions/services/telling.py",
    ROOT / "delegates/participants/reservation.py",
    ROOT / "delegates/participants/wording.py",
    ROOT / "delegates/participants/workbook.py",
    *sorted((ROOT / "conference/templatetags").glob("*.py")),
    ROOT / "conference/writing/dates.py",
    ROOT / "conference/writing/languages.py",
    ROOT / "conference/requests/public_pages.py",
    *sorted((ROOT / "conference/accounts").glob("*.py")),
    *sorted((ROOT / "conference/site/account").glob("*.py")),
    ROOT / "conference/secrets.py",
    ROOT / "conference/services/accounts.py",
    ROOT / "conference/services/staff.py",
    ROOT / "conference/site/errors.py",
    ROOT / "conference/site/home.py",
    # What a focal point's form says, and what refuses or asks about what is written in it.
    *(
        ROOT / "conference/admin/forms" / f"{name}.py"
        for name in (
            *("asking", "blanks", "contacts", "loaded", "pictures", "records", "waiting_files"),
        )
    ),
    ROOT / "conference/admin/lists/searches.py",
    ROOT / "conference/database/violations.py",
    *(
        ROOT / "conference/files" / f"{name}.py"
        for name in ("documents", "encoding", "framing", "pictures", "signatures", "storage")
    ),
    *(
        ROOT / "conference/writing" / f"{name}.py"
        for name in ("damage", "doubts", "lines", "scripts")
    ),
    ROOT / "delegates/letters.py",
    ROOT / "delegates/naming/names.py",
    ROOT / "delegates/naming/name_languages.py",
    ROOT / "delegates/photos.py",
    ROOT / "delegates/services/review/accreditation.py",
    ROOT / "delegates/services/review/admission.py",
    ROOT / "delegates/services/review/handing_in.py",
    ROOT / "delegates/services/review/undoing.py",
    ROOT / "delegates/services/registering.py",
    ROOT / "delegates/services/review/waiting_list.py",
]
CHOICES = (
    *(SessionKind, SessionState, Part, Role),
    *(Accreditation, Position, Gender, Publication, YesOrNo),
    *(CredentialsForm, Signatory),
)
CALL = re.compile(r"\b(n?p?gettext(?:_lazy)?|_)\(")
AT_ONCE = re.compile(r"gettext\(")
TEXT = r"'[^']*'|\"[^\"]*\""
Key = str | tuple[str, int]
WORD = re.compile(r"(?<![(\w])[A-Za-z]{2}")
"""Not the name of a placeholder."""
LATIN_EVERYWHERE = {"cookie", "dais", "ics", "javascript", "master_keys", "pdf", "pin", "qr", "utc"}
"""Words that stay in Latin letters in a text in others."""

OF_LIBRARIES = {
    "Current Password",
    "Email",
    "Email address",
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
    "Enter a valid email address.",
    "Forgot your password?",
    "Incorrect password.",
    "New Password",
    "New Password (again)",
    "Null characters are not allowed.",
    "Password",
    "Password (again)",
    "Password successfully changed.",
    "Password successfully set.",
    "Please type your current password.",
    "The email address and/or password you specified are not correct.",
    "The password is too similar to the %(verbose_name)s.",
    "This account is currently inactive.",
    "This field is required.",
    "This password is too common.",
    "This password is too short. It must contain at least %d character.",
    "Use a security key",
    "Use authenticator app or code",
    "Use your password",
    "You have signed out.",
    "You must type the same password each time.",
    "Your password can’t be a commonly used password.",
    "Your password can’t be too similar to your other personal information.",
    "Your password must contain at least %(min_length)d character.",
}
"""What Django and django-allauth say on the pages of accounts, and of what is typed in a form."""

SHOWN_ATTRIBUTES = {"alt", "aria-label", "placeholder", "title"}
FOR_SCRIPTS = {"data-clash", "data-gone", "data-name", "data-now", "data-unkept", "data-unread"}
FOR_SCRIPTS |= {"data-copied", "data-share-word", "data-uncopied", "data-word"}
FOR_SCRIPTS |= {"data-ended", "data-label", "data-lost", "data-refused", "data-saved"}
"""Attributes that hold what a script says."""
ARABIC_DIGITS = re.compile("[٠-٩۰-۹]")
ONE_EACH = {"ar": 6, "es": 2, "fr": 2, "ru": 3, "tg": 2, "zh-hans": 1}
"""How many plural forms a language has for whole numbers."""


# What the public sees


def calls(source: str, named: re.Pattern[str] = CALL) -> Iterator[str]:
    """Catalog keys of the translation calls in Python source; a context is parted by U+0004."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and named.fullmatch(f"{ast.unparse(node.func)}("):
            texts = [ast.literal_eval(arg) for arg in node.args if isinstance(arg, ast.Constant)]
            is_in_context = "pgettext" in ast.unparse(node.func)
            yield f"{texts[0]}\4{texts[1]}" if is_in_context else texts[0]


def marked_in(template: Path) -> Iterator[str]:
    """Catalog keys of a template, through the same pseudo-source that `makemessages` reads."""
    source = templatize(template.read_text())
    for call in re.finditer(rf"{CALL.pattern}[^()]*(?:{TEXT})(?:, u?(?:{TEXT}), \w+)?\)", source):
        yield from calls(call[0])


def on_the_form() -> Iterator[str]:
    """What focal points read about somebody that is the model's or Django's, and no module's."""
    yield from (str(column.label) for column in asked_of_delegations())
    yield str(WORDS)
    for name, field in RegistrationForm.base_fields.items():
        if field.widget.is_hidden:
            continue
        is_of_the_model = name not in RegistrationForm.declared_fields
        yield str(Delegate._meta.get_field(name).verbose_name if is_of_the_model else field.label)  # type: ignore[union-attr]
        # Where numbers stand in it, its words are those of the module.
        if field.help_text != photos.HELP_TEXT:
            yield str(field.help_text)
        yield from map(str, field.error_messages.values())
    for constraint in Delegate._meta.constraints:
        if constraint.violation_error_message != constraint.default_violation_error_message:
            yield str(constraint.violation_error_message)
    # The names of its other fields are the admin's; what it refuses is said to whoever asked.
    for model in ("delegates", "review/quotas"):
        yield from calls((ROOT / f"delegates/models/{model}.py").read_text(), AT_ONCE)


def shown() -> set[str]:
    in_templates = {key for template in TEMPLATES for key in marked_in(template)}
    in_modules = {key for module in MODULES for key in calls(module.read_text())}
    with translation.override(settings.LANGUAGE_CODE):
        in_choices = {str(choice.label) for choices in CHOICES for choice in choices}
        in_choices |= {str(text) for text in (*WHAT_A_ROLE_IS.values(), HEAD_OF_DELEGATION)}
        of_the_form = {text for text in on_the_form() if text}
    return in_templates | in_modules | in_choices | of_the_form | OF_LIBRARIES


# What the catalogs have


def said_too_early(source: str) -> Iterator[int]:
    """Lines on which a lazy text is filled in: it is a text of the language of that moment then,
    which of a class or a module is that of the start.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            called = node.left.func if isinstance(node.left, ast.Call) else None
            if isinstance(called, ast.Name) and called.id.endswith("_lazy"):
                yield node.lineno


def test_no_text_is_filled_in_before_its_language_is_known() -> None:
    assert list(said_too_early('gettext_lazy("%d MB") % 5')) == [1]
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for app in ("badges", "conference", "delegates", "sessions")
        for path in (ROOT / app).rglob("*.py")
        for line in said_too_early(path.read_text())
    }

    assert found == set()


def folder(language: str) -> Path:
    return ROOT / "locale" / to_locale(language) / "LC_MESSAGES"


def written(language: str) -> dict[Key, str]:
    """Catalog key to translation as the `.po` has them, its header under `""`."""
    blocks = (folder(language) / "django.po").read_text().split("\n\n")
    return {key: text for block in blocks for key, text in entries(block)}


def entries(block: str) -> Iterator[tuple[Key, str]]:
    """One, or one for each plural form."""
    fields: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        keyword, quote, rest = line.partition('"')
        if line.startswith("#") or not quote:
            continue
        name = keyword.strip() or name
        fields[name] = fields.get(name, "") + ast.literal_eval(quote + rest)
    context = f"{fields['msgctxt']}\4" if "msgctxt" in fields else ""
    key = context + fields["msgid"]
    for name, text in fields.items():
        if name == "msgstr":
            yield key, text
        elif name.startswith("msgstr["):
            yield (key, int(name[7:-1])), text


def english(key: Key) -> str:
    return key if isinstance(key, str) else key[0]


def compiled(language: str) -> GNUTranslations:
    with (folder(language) / "django.mo").open("rb") as file:
        return GNUTranslations(file)


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)s|\{\w*\}|%[sd]", text))


def test_what_is_shown_is_read_from_everywhere() -> None:
    assert {
        "Agenda",
        "Skip to the content",
        "until %(day)s, %(time)s",
        "Organized by %(names)s",
        "title of a closed session\4Closed",
        "Co-chair",
    } <= shown()


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_shown_is_translated_and_nothing_else(language: str) -> None:
    texts = {key: text for key, text in written(language).items() if key}

    assert {english(key) for key in texts} == shown()
    assert [key for key, text in texts.items() if not text.strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_those_of_the_original(language: str) -> None:
    """But that a plural form of one or two may say its number in words."""
    texts = written(language)

    found = {key: placeholders(text) for key, text in texts.items()}
    of_the_original = {key: placeholders(english(key)) for key in texts}
    without_number = {key for key in found if not isinstance(key, str) and not found[key]}
    assert found == of_the_original | {key: [] for key in without_number}


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalog_is_the_written_one(language: str) -> None:
    assert vars(compiled(language))["_catalog"] == written(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_of_the_language(language: str) -> None:
    header = written(language)[""]
    (count,) = re.findall(r"nplurals=(\d);", header)
    form_of = vars(compiled(language))["plural"]

    assert int(count) == ONE_EACH[language]
    assert {form_of(number) for number in range(200)} == set(range(ONE_EACH[language]))


def test_catalogs_are_those_of_the_interface() -> None:
    folders = {path.name for path in (ROOT / "locale").iterdir()}

    # In English only what Django's admin says is worded otherwise: see `test_table_of_words.py`.
    assert folders == {to_locale(language) for language in LANGUAGES} | {"en"}


# What the pages say


class Words(HTMLParser):
    """The texts of a page that somebody reads or hears; `·` parts texts like an element does."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.add(*(value or "" for name, value in attrs if name in SHOWN_ATTRIBUTES | FOR_SCRIPTS))

    def handle_data(self, data: str) -> None:
        self.add(*data.split("·"))

    def add(self, *texts: str) -> None:
        """Without the names of what a script puts in, and without addresses."""
        texts = tuple(re.sub(r"\{\w+\}", "", text) for text in texts)
        words = (" ".join(text.split()) for text in texts if text.strip())
        self.texts += [text for text in words if not text.startswith("http://")]


def unmarked(template: Path) -> list[str]:
    """Words of a template outside its tags: nobody can translate them."""
    source = re.sub(
        r"{% (blocktranslate|comment)\b.*?{% end\1 %}|{%.*?%}|{{.*?}}|{#.*?#}",
        " ",
        template.read_text(),
        flags=re.DOTALL,
    )
    return [text for text in Words(source).texts if re.search("[A-Za-z]", text)]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_template_has_no_word_that_is_not_marked(template: Path) -> None:
    assert set(unmarked(template)) <= {"Dais"}


def left_in_english(texts: Iterable[str], language: str) -> list[str]:
    """Texts that are an English string of the catalog, and Latin words on a page in other letters.

    The data of these tests are figures, so that every word on a page is the interface's.
    """
    texts = list(texts)
    if language in {"ar", "ru", "tg", "zh-hans"}:
        return [t for t in texts if set(re.findall("[a-z]+", t.lower())) - LATIN_EVERYWHERE]
    return of_the_catalog(texts, language)


def of_the_catalog(texts: Iterable[str], language: str) -> list[str]:
    """Texts that are an English string of it, which is another in the language."""
    catalog = written(language)
    patterns = [
        re.sub(r"%\\\(\w+\\\)s", ".+", re.escape(key.rpartition("\4")[2]))
        for key in shown()
        if catalog.get(key, catalog.get((key, 0))) != key and WORD.search(key)
    ]
    return [text for text in texts if re.fullmatch("|".join(patterns), text)]


def figures(language: str, number: int) -> LazyI18nString:
    return LazyI18nString({language: str(number)})


def new_conference(language: str) -> Conference:
    names = {name: figures(language, 7) for name in ("title", "short_title", "place", "host_name")}
    return ConferenceFactory(slug="figures", languages=[language], **names)


def fill(conference: Conference, language: str) -> Session:
    """A programme with every kind, part and mark that the agenda knows; a session with people."""
    delegation = DelegationFactory(conference=conference, name=figures(language, 8))
    delegate = DelegateFactory(delegation=delegation, given_name="5", family_name="6")
    start = dt.datetime(2018, 5, 3, 4, 0, tzinfo=dt.UTC)
    for hour, kind in enumerate(SessionKind):
        room = RoomFactory(
            venue=VenueFactory(conference=conference, name=figures(language, 3)),
            name=figures(language, 4),
        )
        session = SessionFactory(
            conference=conference,
            kind=kind,
            room=room,
            title=figures(language, hour),
            description=figures(language, 9),
            starts_at=start + dt.timedelta(hours=hour // 2),
            ends_at=start + dt.timedelta(hours=hour // 2 + 1 + hour % 2 * 24),
            state=SessionState.CANCELLED if kind == SessionKind.BREAK else SessionState.PLANNED,
            audience=Audience.CLOSED if kind == SessionKind.BILATERAL else Audience.PUBLIC,
        )
        SessionOrganizerFactory(session=session, delegation=delegation)
    for part in Part:
        SessionPartFactory(session=session, part=part, delegate=delegate)
    release_all(conference)
    return session


def pages(conference: Conference, language: str) -> list[str]:
    with translation.override(language):
        codes = Session.objects.values_list("code", flat=True)
        parts = [("day", "2018-05-03"), ("kind", SessionKind.PANEL)]
        parts += [("room", room) for room in Session.objects.values_list("room", flat=True)[:1]]
        return [
            reverse("conference-list"),
            reverse("conference-home", args=[conference.slug]),
            reverse("agenda:agenda", args=[conference.slug]),
            reverse("agenda:agenda-mine", args=[conference.slug]),
            reverse("agenda:agenda-search", args=[conference.slug]) + "?q=5",
            *(reverse(f"agenda:agenda-{part}", args=[conference.slug, of]) for part, of in parts),
            *(reverse("agenda:session", args=[conference.slug, code]) for code in codes),
            f"/{language}/nothing-here/",
        ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_is_left_on_a_page(client: Client, language: str) -> None:
    conference = new_conference(language)
    empty = [client.get(page).content.decode() for page in pages(conference, language)]
    fill(conference, language)
    full = [client.get(page).content.decode() for page in pages(conference, language)]

    for page in empty + full:
        without_switcher = re.sub(
            r"<ul>\s*<li>\s*<a [^>]*hreflang=.*?</ul>", "", page, flags=re.DOTALL
        )
        assert left_in_english(Words(without_switcher).texts, language) == []
        assert not ARABIC_DIGITS.search(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", ERRORS)
def test_no_english_is_left_in_a_refusal(template: str, language: str) -> None:
    with translation.override(language):
        page = render_to_string(template)

    assert left_in_english(Words(page).texts, language) == []


def of_strangers(client: Client, email: str) -> Iterator[HttpResponse]:
    """Pages of accounts before one is signed in, their refusals too."""
    sign_in, wrong = reverse("account_login"), {"login": email, "password": "wrong"}
    yield client.get(sign_in)
    yield client.post(sign_in, {"login": "no address"})
    for _attempt in range(6):
        yield client.post(sign_in, wrong)
    yield client.get(reverse("account_inactive"))
    yield client.get(reverse("join"))
    yield client.post(reverse("join"), {"code": "unknown"})
    for ask, code in (
        ("sign-in-code", "sign-in-code-confirm"),
        ("account_reset_password", "password-code"),
    ):
        yield client.get(reverse(ask))
        yield client.post(reverse(ask), {"email": "no address"})
        client.post(reverse(ask), {"email": "nobody@example.org"})
        yield client.get(reverse(code))
        for typed in ("", "1", "2", "3", "4", "5", "6"):
            yield client.post(reverse(code), {"code": typed})
    for _time in range(7):
        answer = client.post(reverse("sign-in-code"), {"email": "flood@example.org"})
    yield answer


def of_oneself(client: Client) -> Iterator[HttpResponse]:
    """Pages of one's own account, second factors from none to some and back."""
    weak = {"oldpassword": "wrong", "password1": "password", "password2": "other"}
    yield client.get(reverse("account_change_password"))
    yield client.post(reverse("account_change_password"), weak)
    yield client.post(reverse("account_change_password"), {})
    for name in ("account_reauthenticate", "reentry-code", "account_logout", "invitations"):
        yield client.get(reverse(name))
    yield client.post(reverse("account_reauthenticate"), {"password": "wrong"})
    yield client.post(reverse("reentry-code"))
    yield client.get(reverse("account_email"))
    yield client.post(reverse("account_email"), {"email": "new@example.org"})
    yield client.post(reverse("account_email"), {"email": "new@example.org", "code": "1"})
    yield client.get(reverse("mfa_index"))
    yield client.get(reverse("mfa_add_webauthn"))
    yield client.post(reverse("mfa_add_webauthn"), {"name": "7"})
    app = reverse("mfa_activate_totp")
    yield client.get(app)
    yield client.post(app, {"code": "1"})
    (key,) = re.findall(r'"account-key" dir="ltr">(.+)</code>', client.get(app).content.decode())
    seed = re.sub("</?span>", "", key)
    step = int(time.time()) // 30
    client.post(app, {"code": totp.format_hotp_value(totp.hotp_value(seed, step))})
    yield client.get(reverse("mfa_view_recovery_codes"))
    yield client.get(reverse("mfa_view_recovery_codes"))
    yield client.get(reverse("mfa_generate_recovery_codes"))
    yield client.get(reverse("mfa_reauthenticate"))
    yield client.post(reverse("mfa_reauthenticate"), {"code": "1"})
    yield client.get(reverse("mfa_index"))
    yield client.get(reverse("mfa_deactivate_totp"))
    client.post(reverse("mfa_deactivate_totp"))
    yield client.get(reverse("mfa_index"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_is_left_on_pages_of_accounts(language: str, settings: Settings) -> None:
    """In the language that the browser asks for, whoever has an account or none."""
    settings.EMAIL_HOST = "mail.example"
    cache.clear()
    user = UserFactory(name="7")
    user.set_password("a long enough password")
    user.save()
    own = Client(headers={"Accept-Language": language})
    own.force_login(user)
    strange = Client(headers={"Accept-Language": language})
    pages = [*of_strangers(strange, user.email), *of_oneself(own)]
    settings.EMAIL_HOST = ""
    for answer in (*pages, strange.get(reverse("sign-in-code")), own.get(reverse("account_email"))):
        assert answer.status_code == 200
        page = answer.content.decode()
        # The key of an app, scripts, and languages in their own names.
        for apart in ("<code.*?</code>", "<script.*?</script>", "<a [^>]*hreflang.*?</a>"):
            page = re.sub(apart, "", page, flags=re.DOTALL)
        words = Words(page.replace(user.email, "").replace("new@example.org", ""))
        assert f'lang="{language}"' in page
        assert left_in_english(words.texts, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", CodePurpose)
def test_no_english_is_left_in_a_mail_with_a_code(language: str, purpose: CodePurpose) -> None:
    user = UserFactory(language=language, email="7@example.org")
    email = "8@example.org" if purpose == CodePurpose.ADDRESS else user.email
    codes.ask(purpose=purpose, email=email, by=user, at=timezone.now())

    send_codes()

    (message,) = mail.outbox
    lines = [message.subject, *message.body.replace(settings.PUBLIC_URL, "").splitlines()]
    assert left_in_english([line for line in lines if line.strip()], language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_is_left_in_the_calendar_file(client: Client, language: str) -> None:
    conference = new_conference(language)
    fill(conference, language)

    response = client.get(f"/{language}/{conference.slug}/agenda.ics")

    events = Calendar.from_ical(response.content).walk("VEVENT")
    texts = [
        str(event[name]) for event in events for name in ("SUMMARY", "DESCRIPTION") if name in event
    ]
    texts += [str(kind) for event in events for kind in event.categories]
    lines = [line for text in texts for line in text.splitlines()]
    assert len(events) == len(SessionKind)
    assert left_in_english(lines, language) == []
