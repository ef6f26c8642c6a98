"""The columns of a delegate: the one list of what is known of a person.

A further text field is a field of the model, its migration and a row here: the file to fill in,
the import, its report, the export and the forms follow, and so does what a conference may ask.
"""

from django.utils.translation import gettext_lazy as _

from delegates.choices import Gender, Hosting, PersonListing, Position, Publication
from delegates.columns.kinds import Column, Columns, Holds, Matters, Said, Section

COLUMNS = Columns(
    Column(
        "delegation",
        _("Delegation"),
        _("Country by name or code, organization by name or acronym, in any language."),
        ("country", "organization", "organisation", "delegation name"),
        can_be_cleared=False,
        holds=Holds.SUBJECT,
        said=Said.BY_OFFICERS,
        matters=Matters.ALWAYS,
    ),
    Column(
        "kind",
        _("Kind"),
        _("Kind of delegation; blank where the country or organization has only one."),
        ("kind of delegation", "delegation kind"),
        can_be_cleared=False,
        holds=Holds.SUBJECT,
        section=None,
        said=Said.BY_OFFICERS,
        matters=Matters.ALWAYS,
    ),
    Column(
        "position",
        _("Position"),
        _("Head of delegation, deputy head, member, adviser, expert, interpreter …"),
        ("position in delegation",),
        can_be_cleared=False,
        holds=Holds.SUBJECT,
        choices=Position,
        matters=Matters.ALWAYS,
    ),
    Column(
        "honorific",
        _("Honorific"),
        _("H.E. Mr, Dr, Ms …"),
        ("title", "salutation"),
        is_beside=True,
        matters=Matters.ALWAYS,
    ),
    Column(
        "given_name",
        _("Given name"),
        _("In Latin script, as in the passport."),
        ("first name", "given names", "forename"),
        matters=Matters.ALWAYS,
    ),
    Column(
        "family_name",
        _("Family name"),
        _("In Latin script, as in the passport. One of the two names may be blank."),
        ("last name", "surname", "family names"),
        is_beside=True,
        matters=Matters.ALWAYS,
    ),
    Column(
        "patronymic",
        _("Patronymic"),
        _("In Latin script, where the person has one; badges do not show it."),
        ("patronymic name", "father's name"),
        matters=Matters.ALWAYS,
    ),
    Column(
        "name_suffix",
        _("Name suffix"),
        _("What follows the family name: Jr., III."),
        ("suffix", "generational suffix"),
        is_beside=True,
        matters=Matters.ALWAYS,
    ),
    Column(
        "own_given_name",
        _("Given name in own script"),
        _("The given part of the name in the person's own script."),
        ("own given name",),
        matters=Matters.ALWAYS,
    ),
    Column(
        "own_family_name",
        _("Family name in own script"),
        _("The family part of the name in the person's own script."),
        ("own family name",),
        is_beside=True,
        matters=Matters.ALWAYS,
    ),
    Column(
        "own_name",
        _("Name in own script"),
        _(
            "Whole name in the person's own script, as badges show it. Blank where its two parts"
            " are given: they are joined in the order of the language."
        ),
        matters=Matters.ALWAYS,
    ),
    Column(
        "own_name_language",
        _("Language of own script"),
        _("Language of that name: a tag such as tg, ru, fa, zh-hans, or the language's name."),
        ("own script language", "name language"),
        holds=Holds.WORD,
        is_beside=True,
        matters=Matters.ALWAYS,
    ),
    Column(
        "display_name",
        _("Name as shown"),
        _("The whole name, only where the usual form, Given FAMILY, is wrong."),
        ("name as displayed",),
        matters=Matters.ALWAYS,
    ),
    Column(
        "gender",
        _("Gender"),
        _("Female, male, other; as stated by the person."),
        ("sex",),
        holds=Holds.WORD,
        choices=Gender,
    ),
    Column(
        "function",
        _("Function"),
        _("Office or job title."),
        ("job title", "office"),
        section=Section.FUNCTION,
        matters=Matters.ALWAYS,
    ),
    Column(
        "department",
        _("Department"),
        _("Department or division in which the person works."),
        ("division",),
        section=Section.FUNCTION,
        matters=Matters.ALWAYS,
    ),
    Column(
        "ministry",
        _("Ministry or organization"),
        _("Ministry, office or organization of the person, where the delegation does not say it."),
        ("ministry", "affiliation"),
        section=Section.FUNCTION,
        matters=Matters.ALWAYS,
    ),
    Column(
        "category",
        _("Category"),
        _("Letter or words of the badge's category; blank lets the rules decide."),
        ("badge category",),
        holds=Holds.ROW,
        section=Section.FUNCTION,
        said=Said.BY_OFFICERS,
        matters=Matters.ALWAYS,
    ),
    Column(
        "rank",
        _("Rank"),
        _("Protocol rank by its words or its number."),
        ("protocol rank",),
        holds=Holds.ROW,
        section=Section.FUNCTION,
        matters=Matters.ALWAYS,
    ),
    Column(
        "rank_represented",
        _("Rank represented"),
        _("Of whom the person stands in for: head of State, minister … Blank: nobody."),
        ("represented rank", "rank of the person represented"),
        section=Section.FUNCTION,
    ),
    Column(
        "in_office_since",
        _("In office since"),
        _("Date, such as 2024-05-31 or 31.05.2024; it orders people of one rank."),
        ("date of taking office",),
        holds=Holds.DATE,
        section=Section.FUNCTION,
        is_beside=True,
    ),
    Column(
        "listing",
        _("In the list"),
        _("Listed, or counted and not listed; blank for a new delegate means listed."),
        ("in the list of participants", "overflow", "listing"),
        can_be_cleared=False,
        holds=Holds.WORD,
        choices=PersonListing,
        section=Section.FUNCTION,
        said=Said.AMONG_OFFICERS,
    ),
    Column(
        "publication",
        _("Publication"),
        _("May be published, or not to be published; blank for a new delegate means that it may."),
        ("publication of the name",),
        can_be_cleared=False,
        holds=Holds.WORD,
        choices=Publication,
        section=Section.FUNCTION,
        is_beside=True,
    ),
    Column(
        "hosting",
        _("Hosting"),
        _("Hosted, or at their own cost; blank for a new delegate means at their own cost."),
        ("hosted", "costs"),
        can_be_cleared=False,
        holds=Holds.WORD,
        choices=Hosting,
        section=Section.FUNCTION,
        said=Said.BY_OFFICERS,
        matters=Matters.SELDOM,
    ),
    Column(
        "email",
        _("E-mail"),
        _("One address."),
        ("email", "e-mail address", "mail"),
        is_contact=True,
        section=Section.CONTACT,
        matters=Matters.SELDOM,
    ),
    Column(
        "phone",
        _("Phone"),
        _("With the country code; as text, so that leading zeros are kept."),
        ("telephone", "phone number", "mobile"),
        looks_like_a_number=True,
        is_contact=True,
        section=Section.CONTACT,
        is_beside=True,
        matters=Matters.SELDOM,
    ),
    Column(
        "nationality",
        _("Nationality"),
        _("Country by name or code."),
        ("citizenship",),
        holds=Holds.ROW,
        is_beside=True,
    ),
    Column(
        "languages",
        _("Languages"),
        _("Those that the person speaks, by name or code: English, Russian."),
        ("languages spoken", "spoken languages"),
        section=Section.CONTACT,
        matters=Matters.SELDOM,
    ),
    Column(
        "hotel",
        _("Hotel"),
        _("Where the person stays during the conference."),
        ("accommodation",),
        section=Section.CONTACT,
        is_beside=True,
        matters=Matters.SELDOM,
        is_known_late=True,
    ),
    Column(
        "reference",
        _("Reference"),
        _("Assigned by Dais and included in its exports; blank for a new delegate."),
        ("ref", "reference number"),
        can_be_cleared=False,
        holds=Holds.SUBJECT,
        looks_like_a_number=True,
        section=None,
        said=Said.BY_OFFICERS,
    ),
)
# What a file may hold beside them, once somebody or a list that we know says where.
FURTHER_COLUMNS = Columns(
    Column(
        "full_name",
        _("Name as given"),
        _("The whole name in one column; it is not split."),
    ),
    Column(
        "middle_name",
        _("Middle name"),
        _("A second given name; it is part of the given name."),
    ),
    Column(
        "name_lines",
        _("Name, function and ministry on lines of one cell"),
        _("As in United Nations lists of participants."),
    ),
    Column(
        "section",
        _("Section of the list"),
        _("Under which the file lists a country or organization."),
    ),
)
# What our own file of rejected rows adds, and what heads the examples of our template.
REASON = _("Reason")
LINE = _("Line in the original")
EXAMPLES = _("Fictional examples, never imported")
# The sheet from which the lists of our files choose, and what heads their explanations.
WORDS = _("Words")
EXPLANATIONS = (_("Column"), _("What to write"))
# In no file, and among what a delegation is asked.
SPOUSE_OF = Column(
    "spouse_of",
    _("Spouse of"),
    _("Whose spouse the person is, of the same delegation."),
    holds=Holds.PERSON,
    section=None,
)
PHOTO = Column(
    "photo",
    _("Photo"),
    _("Head and shoulders, in colour, as in a passport."),
    holds=Holds.FILE,
    section=None,
    matters=Matters.ALWAYS,
)
OF_OFFICERS = frozenset(column.name for column in COLUMNS if column.said != Said.BY_DELEGATIONS)
"""What officers say of a person, and the delegation cannot."""


def asked_of_delegations() -> list[Column]:
    """What a delegation can be asked of a person, and asked to correct."""
    return [*COLUMNS.of_delegations(), SPOUSE_OF, PHOTO]


NAME_COLUMNS = frozenset({"given_name", "family_name", "full_name", "name_lines"})
