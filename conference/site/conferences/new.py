"""The short page on which a conference is made: what it is called, when, where, in which languages.

Its names are asked in its languages only. Everything else is changed on the whole form.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from i18nfield.strings import LazyI18nString

from conference.admin.forgeries import is_key
from conference.admin.forms.translations import TranslatedLine
from conference.models import Conference, ConferenceAlias, User
from conference.site.conferences import proposals
from conference.site.conferences.coming_along import with_roles
from conference.site.conferences.copying import Wanted, staff_of
from conference.writing.languages import OWN_NAMES, localized, translations
from delegates.forms import PrintedRecordForm
from delegates.models import Country
from delegates.reference.time_zones import (
    MOST_NAMED,
    TimeZones,
    zone_proposed,
    zones_by_country,
    zones_of,
)

NAMES = ("title", "short_title", "place")
BY_NAME = ("sort_keys__en", "iso2")
TAKEN_OVER = ("place", "host_name", "time_zone", "order_language", "accent", "prints_patronymics")


class HostCountryField(forms.ModelChoiceField[Country]):
    """Countries in the order of their names, those that are no more for days of the past only."""

    def offer(self, starts_on: dt.date | None, today: dt.date) -> None:
        if starts_on is None or starts_on >= today:
            present = zones_by_country()
            self.queryset = Country.objects.filter(iso2__in=present).order_by(*BY_NAME)


class NewConferenceForm(PrintedRecordForm[Conference]):
    """`asked_in` are the languages in which the page asked for names, `begun_with` is the earlier
    conference that those came with; see `asks_again`.
    """

    principal_language = forms.ChoiceField(
        label=gettext_lazy("Principal language"), choices=list(OWN_NAMES.items())
    )
    other_languages = forms.MultipleChoiceField(
        label=gettext_lazy("Other languages"),
        choices=list(OWN_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    asked_in = forms.CharField(widget=forms.HiddenInput)
    begun_with = forms.CharField(widget=forms.HiddenInput, required=False)
    host_country = HostCountryField(
        Country.objects.order_by(*BY_NAME),
        label=gettext_lazy("Host country"),
        required=False,
        empty_label=gettext_lazy("none, or not known yet"),
    )
    copied_from = forms.ModelChoiceField(
        Conference.objects.none(),
        label=gettext_lazy("Begin with"),
        required=False,
        empty_label=gettext_lazy("the usual categories, ranks and badge design"),
        widget=forms.Select(attrs={"aria-label": gettext_lazy("Begin with")}),
    )
    with_places = forms.BooleanField(
        label=gettext_lazy("Venues and rooms"), required=False, initial=True
    )
    invited = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Staff to invite"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    time_zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"list": "time_zones", "autocomplete": "off"}),
        help_text=gettext_lazy("Type a city or a country, and choose from the list."),
    )

    organized: ClassVar[QuerySet[Conference]] = Conference.objects.none()
    earlier: ClassVar[Conference | None] = None
    staff: ClassVar[Sequence[tuple[int, str]]] = ()

    class Meta:
        model = Conference
        fields = ["title", "short_title", "slug", "place", "starts_on", "ends_on", "time_zone"]
        widgets: ClassVar[dict[str, Any]] = {
            "title": TranslatedLine,
            "short_title": TranslatedLine,
            "place": TranslatedLine,
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        for name in ("short_title", "place"):
            self.fields[name].required = self.fields[name].one_required = False  # type: ignore[attr-defined]
        self.fields["copied_from"].queryset = self.organized  # type: ignore[attr-defined]
        self.fields["invited"].choices = self.staff  # type: ignore[attr-defined]
        self.initial["asked_in"] = " ".join(self.languages)
        self._offer_hosts()

    def _offer_hosts(self) -> None:
        """Blank, the host of the earlier conference is taken over, where that has one."""
        host: Any = self.fields["host_country"]
        host.offer(self._typed("starts_on"), timezone.localdate())
        if self.earlier is not None and str(self.earlier.host_name):
            former = localized(self.earlier.host_name, fallbacks=self.earlier.languages).text
            host.empty_label = _("as before: %s") % former

    def clean(self) -> dict[str, Any] | None:
        """What was left blank follows from the rest, or from the conference that is copied."""
        data = self.cleaned_data
        chosen = [data.get("principal_language", ""), *data.get("other_languages", [])]
        self.instance.languages = list(dict.fromkeys(chosen))
        proposed = proposed_from(data, self.instance.languages)
        for name in ("short_title", "slug", "place", "time_zone"):
            if not str(data.get(name) or "") and name not in self.errors:
                data[name] = proposed.get(name, "")
        self._require("place", _("Enter the place, or choose the host country."))
        self._require("time_zone", self._zone_is_missing())
        self._require("slug", _("Enter the address: it cannot be derived from the title."))
        return super().clean()

    def _zone_is_missing(self) -> str:
        country: Country | None = self.cleaned_data.get("host_country")
        own = zones_of(country.iso2) if country else ()
        if not own:
            return _("Choose the time zone.")
        named = self.zones().in_words(own[:MOST_NAMED]) + (" …" if len(own) > MOST_NAMED else "")
        return _("Choose the time zone; the host country has several: %s.") % named

    def _require(self, name: str, words: str) -> None:
        if not str(self.cleaned_data.get(name) or "") and name not in self.errors:
            self.add_error(name, words)

    def clean_time_zone(self) -> str:
        """However it is named; where that may be several, the error names them."""
        typed, zones = str(self.cleaned_data["time_zone"]), self.zones()
        found = zones.meant(typed)
        if len(found) == 1 or not typed:
            return found[0] if found else ""
        if found:
            words = _("“%(typed)s” may be several time zones: %(zones)s. Type the city of one.")
        elif found := zones.near(typed):
            words = _("No time zone is called “%(typed)s”. Near it: %(zones)s.")
        else:
            words = _(
                "No time zone is called “%(typed)s”. Type the country, or a large city in the"
                " same zone."
            )
        named = zones.in_words(found[:MOST_NAMED]) + (" …" if len(found) > MOST_NAMED else "")
        raise forms.ValidationError(words % {"typed": typed, "zones": named})

    def zones(self) -> TimeZones:
        """Labelled as on the first day, once that is typed."""
        return TimeZones.on_day(self._typed("starts_on"))

    def zone_choices(self) -> list[tuple[str, str]]:
        """For the list, the host country's first."""
        country: Country | None = self._typed("host_country")
        return self.zones().choices(country.iso2 if country else "")

    def _typed(self, name: str) -> Any:
        try:
            return self.fields[name].clean(self[name].value())
        except forms.ValidationError:
            return None

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"])
        if ConferenceAlias.objects.filter(slug=slug).exists():
            raise forms.ValidationError(
                _("Another conference used this address, and links to it still lead there.")
            )
        return slug

    def wanted(self) -> Wanted:
        return Wanted(places=self.cleaned_data["with_places"], staff=self.cleaned_data["invited"])

    def conference_to_make(self) -> Conference:
        """Unsaved: what was typed, what it follows from, and of the earlier one what it keeps."""
        conference: Conference = self.instance
        earlier: Conference | None = self.cleaned_data["copied_from"]
        country: Country | None = self.cleaned_data["host_country"]
        if earlier is not None:
            for name in TAKEN_OVER:
                if not str(self.cleaned_data.get(name) or ""):
                    setattr(conference, name, getattr(earlier, name))
        if country is not None:
            conference.host_name = country.name
        return conference


def proposed_from(data: Mapping[str, Any], languages: list[str]) -> dict[str, Any]:
    """What the page proposes for fields that are left blank."""
    title = data.get("title") or ""
    earlier: Conference | None = data.get("copied_from")
    country: Country | None = data.get("host_country")
    found: dict[str, Any] = {"short_title": title}
    if country is not None:
        found["place"] = LazyI18nString(
            {tag: text for tag, text in translations(country.name).items() if tag in languages}
            or translations(country.name)
        )
    elif earlier is not None:
        found |= {"place": earlier.place, "time_zone": earlier.time_zone}
    place = localized(data.get("place") or "", "en", fallbacks=languages).text
    if zone := zone_proposed(country.iso2 if country else "", place):
        found["time_zone"] = zone
    starts_on: dt.date | None = data.get("starts_on")
    found["slug"] = proposals.slug(title, languages, starts_on, is_taken)
    return {name: value for name, value in found.items() if str(value)}


def is_taken(slug: str) -> bool:
    conferences, former = Conference.objects.filter(slug=slug), ConferenceAlias.objects
    return conferences.exists() or former.filter(slug=slug).exists()


def languages_in(data: QueryDict | Mapping[str, Any]) -> list[str]:
    """Those chosen in what was sent, the principal one first; English where none is."""
    others = data.getlist("other_languages") if isinstance(data, QueryDict) else []
    chosen = [str(data.get("principal_language", "")), *others]
    return list(dict.fromkeys(tag for tag in chosen if tag in OWN_NAMES)) or ["en"]


def languages_now(user: User, data: QueryDict) -> list[str]:
    """Those of an earlier conference that was just chosen, until others are; else those chosen."""
    earlier = earlier_of(user, data) if begins_otherwise(data) else None
    return earlier.languages if earlier else languages_in(data)


def begins_otherwise(data: QueryDict) -> bool:
    """Another earlier conference is chosen than the one whose languages the page showed."""
    return data.get("copied_from", "") != data.get("begun_with", "")


def earlier_of(user: User, data: QueryDict) -> Conference | None:
    key = data.get("copied_from", "")
    organized = Conference.objects.organized_by(user)
    return organized.filter(pk=key).first() if is_key(key) else None


def form_class(
    user: User, languages: list[str], earlier: Conference | None
) -> type[NewConferenceForm]:
    """Of one request: who makes a conference, the languages that it asks for names in, and which
    conference it begins with.
    """
    organized = Conference.objects.organized_by(user)
    held = staff_of(earlier, user) if earlier else {}
    staff = [(one.pk, with_roles(one, roles)) for one, roles in held.items()]
    return type(
        "NewConferenceForm",
        (NewConferenceForm,),
        {"languages": languages, "organized": organized, "earlier": earlier, "staff": staff},
    )


def first_form(user: User, asked: QueryDict) -> NewConferenceForm:
    """Empty, or in the languages of the conference that the address says is to be copied."""
    earlier = earlier_of(user, asked)
    languages = earlier.languages if earlier else ["en"]
    initial: dict[str, Any] = {"principal_language": languages[0], "other_languages": languages[1:]}
    if earlier is not None:
        initial |= {"copied_from": earlier.pk, "begun_with": earlier.pk}
    return form_class(user, languages, earlier)(initial=initial)


def asks_again(user: User, data: QueryDict) -> bool:
    """Names were typed in other languages than those chosen, or those that come with the choice of
    an earlier conference; or another beginning was chosen than the one whose choices were shown.
    """
    if begins_otherwise(data):
        return True
    asked_in = sorted(data.get("asked_in", "").split())
    spoken = languages_in(data), languages_now(user, data)
    return any(sorted(languages) != asked_in for languages in spoken)


def as_sent(user: User, data: QueryDict) -> NewConferenceForm:
    """Names are read in the languages that they were asked in."""
    sent = data.get("asked_in", "").split()
    asked_in = [tag for tag in dict.fromkeys(sent) if tag in OWN_NAMES]
    earlier = earlier_of(user, data)
    return form_class(user, asked_in or languages_now(user, data), earlier)(data)


def form_again(user: User, data: QueryDict) -> NewConferenceForm:
    """The form in the languages that are so now, with everything that was typed."""
    sent = as_sent(user, data)
    languages = languages_now(user, data)
    initial: dict[str, Any] = {}
    for name, field in sent.fields.items():
        value = field.widget.value_from_datadict(data, {}, name)
        if name in NAMES:
            texts = zip(sent.languages, value, strict=True)
            value = LazyI18nString({tag: text for tag, text in texts if text})
        initial[name] = value
    initial |= {
        "principal_language": languages[0],
        "other_languages": languages[1:],
        "begun_with": data.get("copied_from", ""),
    }
    if begins_otherwise(data):
        initial |= {"with_places": True, "invited": []}
    return form_class(user, languages, earlier_of(user, data))(initial=initial)


def proposals_in_words(user: User, data: QueryDict) -> list[tuple[str, str]]:
    """Label and value of what the page proposes where a field is still blank."""
    form = as_sent(user, data)
    form.full_clean()
    named = {
        name: form.cleaned_data.get(name)
        for name in ("title", "copied_from", "host_country", "starts_on", "place")
    }
    languages = languages_now(user, data)
    proposed = proposed_from(named, languages)
    if zone := proposed.get("time_zone"):
        proposed["time_zone"] = form.zones().label(zone)
    typed = {name for name in proposed if _is_typed(form, name)}
    return [
        (str(form.fields[name].label), str(localized(value, fallbacks=languages)))
        for name, value in proposed.items()
        if name not in typed
    ]


def _is_typed(form: NewConferenceForm, name: str) -> bool:
    value = form.fields[name].widget.value_from_datadict(form.data, {}, name)
    return any(value) if isinstance(value, list) else bool(value)
