"""Which country or organization a heading is: as somebody has typed it, and by its section."""

from collections import defaultdict
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conference.models import Conference
from conference.writing.folding import word_key
from conference.writing.languages import localized, translations
from delegates import replies
from delegates.choices import OrganizationType, QuestionKind
from delegates.importing.checking.headings import heading_question_key, same_heading
from delegates.importing.report import Party, shortened
from delegates.models import Country, ImportQuestion, ImportRun, Organization, UsualKind
from delegates.party_entries import country_entry, organization_entry
from delegates.recognition.parties import Ambiguous, CountryEntry, Entry, Recogniser, Unknown


def party_named(run: ImportRun, text: str) -> str:
    """The answer that the country or organization of that name, acronym or code is meant.

    Or that another heading of the file is, which nobody knows either. Raises ValidationError where
    the text names none of these, or several.
    """
    if not text.strip():
        raise ValidationError(_("Enter which country or organization it is."))
    found = _recogniser(run.conference).recognise(text)
    if isinstance(found, Unknown):
        headings = ImportQuestion.objects.of_run(run).filter(kind=QuestionKind.PARTY)
        if heading := headings.filter(key=heading_question_key(text.strip())).first():
            return same_heading(heading.key)
        raise ValidationError(
            _(
                "“%s” is no country or organization that is known here. Choose a name or code from"
                " the list, or add it as an organization."
            )
            % shortened(text)
        )
    if isinstance(found, Ambiguous):
        meant = ", ".join(name for entry in found.entries for name in _names(entry)[:1])
        raise ValidationError(
            _("“%(text)s” could mean several: %(parties)s. Enter the full name.")
            % {"text": shortened(text), "parties": meant}
        )
    return replies.same(*_party(found.entry))


def choices(conference: Conference) -> Iterator[tuple[str, str]]:
    """Name and code or acronym of whoever can be meant, in the reader's language."""
    language = get_language() or conference.principal_language
    for country in Country.objects.only("name", "iso3"):
        yield localized(country.name, language).text, country.iso3
    for organization in _organizations(conference).only("name", "acronym"):
        yield localized(organization.name, language).text, organization.acronym


def _recogniser(conference: Conference) -> Recogniser:
    countries, organizations = Country.objects.order_by("pk"), _organizations(conference)
    return Recogniser(map(country_entry, countries), map(organization_entry, organizations))


def _organizations(conference: Conference) -> QuerySet[Organization]:
    return Organization.objects.known_in(conference).order_by("pk")


def _names(entry: Entry) -> list[str]:
    return [*entry.names.values(), *entry.spellings()]


def _party(entry: Entry) -> Party:
    if isinstance(entry, CountryEntry):
        return Party("country", Country.objects.only("pk").get(iso2=entry.iso2).pk)
    return Party("organization", int(entry.key))


def types_by_section(conference: Conference) -> dict[str, str]:
    """What a file calls a section or a kind, folded, to the one type of organization that usually
    sends such delegations; nothing where several do.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    usual = UsualKind.objects.for_conference(conference).filter(sender__in=OrganizationType.values)
    for one in usual.select_related("kind"):
        sections = map(word_key, translations(one.kind.section).values())
        for text in {*one.kind.words(), *sections}:
            found[text].add(one.sender)
    return {text: senders.pop() for text, senders in found.items() if len(senders) == 1}
