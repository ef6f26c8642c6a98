"""From the words of a row to the values of a delegate's fields. Pure.

Every value that cannot be understood becomes a problem of its column; the others still count.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from conference.writing.doubts import Doubt
from conference.writing.phones import is_phone
from delegates.choices import (
    HEAD_OF_DELEGATION,
    Gender,
    Hosting,
    PersonListing,
    Position,
    Publication,
    YesOrNo,
)
from delegates.columns import COLUMNS
from delegates.importing.cells import Clear, Line
from delegates.importing.known import Known, KnownDelegate
from delegates.importing.report import Problem, heading, shortened
from delegates.importing.words import Vocabulary, language_vocabulary, vocabulary_of
from delegates.letters import OWN_NAME as OWN_SCRIPT
from delegates.letters import doubts_of, printed_texts
from delegates.models import Delegate
from delegates.naming.name_languages import name_language
from delegates.naming.names import (
    PARTS_OF_OWN_NAME,
    folded_name_key,
    is_made_of,
    whole_own_name,
)
from delegates.recognition.parties import (
    Ambiguous,
    CountryEntry,
    Entry,
    Match,
    Recognition,
    Unknown,
)

# A spreadsheet's own date comes with midnight.
DATES = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[ T]00:00(?::00)?)?"),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"),
)
MOMENT = re.compile(
    r"(?P<day>\S+?)(?:T|,?\s+)(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::00(?:\.0+)?)?"
)
AMBIGUOUS_DATE = re.compile(r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|\d{1,2}\.\d{1,2}\.\d{2}")
OWN_NAME = ("own_name", "own_name_language")


@dataclass
class Values:
    """Only what the row asks for: field name to value. A rank is an id, cleared ones are None.

    `position` is "" where the row says nothing, else "head" or a position. `doubts` are what is
    to be asked of its texts, by column; `notices` say what of the row is left out.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    position: str = ""
    problems: list[Problem] = field(default_factory=list)
    doubts: list[tuple[str, Doubt]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def values_of(line: Line, current: KnownDelegate | None, known: Known) -> Values:
    values = Values(problems=list(line.problems))
    readers = _readers(known, current)
    for column, asked in line.asked.items():
        if column in readers:
            try:
                value = readers[column](asked)
            except ValueError as error:
                text = line.text(column)
                values.problems.append(Problem(line.line, column, shortened(text), str(error)))
                continue
            if column == "position":
                values.position = value
            else:
                values.fields[column] = value
    _check_letters(line, current, values)
    _check_names(line, current, values)
    _check_own_name(line, current, values)
    return values


Reader = Callable[[str | Clear], Any]


def _readers(known: Known, current: KnownDelegate | None) -> Mapping[str, Reader]:
    return {
        **dict.fromkeys(COLUMNS.texts(), _text),
        **dict.fromkeys(COLUMNS.dates(), _date),
        **dict.fromkeys(COLUMNS.moments(), _moment),
        "gender": _gender,
        "listing": _listing,
        "publication": _publication,
        "hosting": _hosting,
        "arrival_aircraft": _yes_or_no,
        "departure_aircraft": _yes_or_no,
        "position": _position,
        "own_name_language": _language,
        "email": _email,
        "phone": _phone,
        "category": lambda asked: _listed(
            asked, known.category_words, current.category_id if current else None, known.categories
        ),
        "rank": lambda asked: _listed(
            asked, known.rank_words, current.rank_id if current else None, known.ranks
        ),
        "nationality": lambda asked: _country(asked, known),
    }


def _text(asked: str | Clear) -> str:
    return "" if isinstance(asked, Clear) else asked


def _date(asked: str | Clear) -> str:
    """As ISO 8601 writes it. A date that two countries read as two days is neither."""
    text = _text(asked)
    if not text:
        return ""
    for written in DATES:
        if found := written.fullmatch(text):
            year, month, day = (int(found[part]) for part in ("year", "month", "day"))
            try:
                return dt.date(year, month, day).isoformat()
            except ValueError as error:
                raise ValueError(_("is not a day of the calendar")) from error
    if AMBIGUOUS_DATE.fullmatch(text):
        raise ValueError(_("may be read as two days; write it as 2024-05-31"))
    raise ValueError(_("is not a date; write it as 2024-05-31 or 31.05.2024"))


def _moment(asked: str | Clear) -> str:
    """Day and time on the clocks of the venue, as `delegates.venue_times` writes them."""
    text = _text(asked)
    if not text:
        return ""
    found = MOMENT.fullmatch(text)
    if found is None:
        raise ValueError(_("is not a day and a time; write it as 2024-05-31 14:30"))
    day, hour, minute = _date(found["day"]), int(found["hour"]), int(found["minute"])
    if hour > 23 or minute > 59:
        raise ValueError(_("is not a time of day"))
    return f"{day} {hour:02d}:{minute:02d}"


def _yes_or_no(asked: str | Clear) -> str:
    if isinstance(asked, Clear):
        return YesOrNo.NOT_STATED
    return _one_of(asked, vocabulary_of("arrival_aircraft"), YesOrNo)


def _gender(asked: str | Clear) -> str:
    if isinstance(asked, Clear):
        return Gender.NOT_STATED
    return _one_of(asked, vocabulary_of("gender"), Gender)


def _listing(asked: str | Clear) -> str:
    return _one_of(_text(asked), vocabulary_of("listing"), PersonListing)


def _publication(asked: str | Clear) -> str:
    return _one_of(_text(asked), vocabulary_of("publication"), Publication)


def _hosting(asked: str | Clear) -> str:
    return _one_of(_text(asked), vocabulary_of("hosting"), Hosting)


def _position(asked: str | Clear) -> str:
    return _one_of(_text(asked), vocabulary_of("position"), Position, str(HEAD_OF_DELEGATION))


def _one_of(
    text: str,
    vocabulary: Vocabulary,
    choices: type[Gender | Hosting | PersonListing | Position | Publication | YesOrNo],
    *others: str,
) -> str:
    meanings = vocabulary.meanings(text)
    if len(meanings) == 1:
        return meanings[0]
    labels = [*others, *(str(choice.label) for choice in choices if choice.value)]
    raise ValueError(_("is not one of: %s") % ", ".join(labels))


def _language(asked: str | Clear) -> str:
    text = _text(asked)
    meanings = language_vocabulary().meanings(text)
    if len(meanings) == 1:
        return meanings[0]
    tag = name_language(text)
    if text and not tag:
        raise ValueError(
            _(
                "is not a language that names can be set in; write a tag such as tg, ru, fa,"
                " zh-hans, or the language's name in English"
            )
        )
    return tag


def _email(asked: str | Clear) -> str:
    text = _text(asked)
    if text:
        try:
            validate_email(text)
        except ValidationError as error:
            raise ValueError(_("is not an e-mail address")) from error
    return text


def _phone(asked: str | Clear) -> str:
    text = _text(asked)
    if text and not is_phone(text):
        raise ValueError(_("is not a phone number; write digits, with + and the country's code"))
    return text


def _listed(
    asked: str | Clear, words: Vocabulary, current_id: int | None, offered: Mapping[int, str]
) -> int | None:
    """The id of a row of the conference's own list, by its words."""
    if isinstance(asked, Clear):
        return None
    meanings = [int(meaning) for meaning in words.meanings(asked)]
    if current_id in meanings:
        return current_id
    if len(meanings) == 1:
        return meanings[0]
    if meanings:
        raise ValueError(
            _("means several: %s") % ", ".join(offered[meaning] for meaning in meanings)
        )
    if not offered:
        raise ValueError(_("is not known: this conference has no such list yet"))
    raise ValueError(_("is not one of: %s") % ", ".join(offered.values()))


def _country(asked: str | Clear, known: Known) -> int | None:
    if isinstance(asked, Clear):
        return None
    found = known.parties.recogniser.recognise(asked)
    countries = [entry for entry in entries_of(found) if isinstance(entry, CountryEntry)]
    if len(countries) == 1 and not isinstance(found, Unknown):
        return known.parties.countries_by_code[countries[0].code]
    suggestions = [named(entry.names) for entry in countries]
    raise ValueError(not_recognised(_("is not a country"), suggestions))


def entries_of(found: Recognition) -> tuple[Entry, ...]:
    """What a text may mean: what was recognised, else what is like it."""
    if isinstance(found, Match):
        return (found.entry,)
    return found.entries if isinstance(found, Ambiguous) else found.suggestions


def named(names: Mapping[str, str]) -> str:
    return names.get("en") or next(iter(names.values()), "")


def not_recognised(reason: str, suggestions: list[str]) -> str:
    if not suggestions:
        return reason
    return _("%(reason)s; perhaps %(names)s") % {
        "reason": reason,
        "names": _(" or ").join(suggestions),
    }


def _check_letters(line: Line, current: KnownDelegate | None, values: Values) -> None:
    """What cannot be printed holds the row, but for a name in own script: that is left out."""
    texts = {
        column: str(value)
        for column, value in values.fields.items()
        if column in printed_texts(Delegate)
        and not (current and current.texts.get(column) == value)
    }
    language = _final("own_name_language", current, values)
    for column, doubt in doubts_of(texts, language=language):
        if doubt.is_refused and column in OWN_SCRIPT:
            _leave_out_own_name(doubt, values)
            continue
        if doubt.is_refused:
            text = shortened(texts[column])
            values.problems.append(Problem(line.line, column, text, doubt.words))
        else:
            values.doubts.append((column, doubt))


def without_text(fields: Mapping[str, Any], column: str) -> dict[str, Any]:
    """The fields without a text, and what hangs on it: what was there before stays."""
    left_out = {*OWN_SCRIPT, "own_name_language"} if column in OWN_SCRIPT else {column}
    return {name: value for name, value in fields.items() if name not in left_out}


def _leave_out_own_name(doubt: Doubt, values: Values) -> None:
    values.fields = without_text(values.fields, "own_name")
    notice = _("“%(column)s” %(reason)s. The person is registered without it.") % {
        "column": heading("own_name"),
        "reason": doubt.words,
    }
    if notice not in values.notices:
        values.notices.append(notice)


def _check_names(line: Line, current: KnownDelegate | None, values: Values) -> None:
    if _has_problem(values, "given_name", "family_name"):
        return
    given, family = (_final(name, current, values) for name in ("given_name", "family_name"))
    if folded_name_key(given, family):
        return
    reason = (
        _("has no letters: a delegate needs a name that can be read")
        if given or family
        else _("a delegate needs a given name or a family name")
    )
    column = "given_name" if given and not family else "family_name"
    text = shortened(f"{given} {family}".strip())
    values.problems.append(Problem(line.line, column, text, reason))


def _check_own_name(line: Line, current: KnownDelegate | None, values: Values) -> None:
    """A name in own script and its language go together; clearing the name clears both."""
    if _has_problem(values, *PARTS_OF_OWN_NAME, *OWN_NAME):
        return
    _join_own_name(line, current, values)
    if values.fields.get("own_name") == "" and "own_name_language" not in values.fields:
        values.fields["own_name_language"] = ""
    name, language = (_final(part, current, values) for part in OWN_NAME)
    if name and not language:
        reason = _("needs its language in the column “%s”") % heading("own_name_language")
        values.problems.append(Problem(line.line, "own_name", shortened(name), reason))
    if language and not name:
        reason = _("needs a name in the column “%s”") % heading("own_name")
        values.problems.append(Problem(line.line, "own_name_language", language, reason))


def _join_own_name(line: Line, current: KnownDelegate | None, values: Values) -> None:
    """The whole follows its parts; a whole that comes alone, and is another, has none."""
    whole, language = (_final(part, current, values) for part in OWN_NAME)
    given, family = (_final(part, current, values) for part in PARTS_OF_OWN_NAME)
    is_alone = "own_name" in values.fields and values.fields.keys().isdisjoint(PARTS_OF_OWN_NAME)
    if is_alone and not is_made_of(whole, given=given, family=family):
        values.fields |= dict.fromkeys(PARTS_OF_OWN_NAME, "") if given or family else {}
        return
    try:
        joined = whole_own_name(
            given=given,
            family=family,
            whole=whole,
            former=current.texts["own_name"] if current else "",
            language=language,
        )
    except ValueError as error:
        values.problems.append(Problem(line.line, "own_name", shortened(whole), str(error)))
        return
    if joined != whole:
        values.fields["own_name"] = joined


def _has_problem(values: Values, *columns: str) -> bool:
    return any(problem.column in columns for problem in values.problems)


def _final(name: str, current: KnownDelegate | None, values: Values) -> str:
    kept = current.texts[name] if current else ""
    return str(values.fields.get(name, kept))
