"""Reference data are loaded, renewed where nobody edited them, and named where somebody did."""

import csv
import datetime as dt
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from i18nfield.strings import LazyI18nString

from conference.models import AuditEvent
from delegates.choices import CountryStatus, OrganizationType
from delegates.derived import PARTY_LANGUAGES
from delegates.drift import drifted
from delegates.models import Country, Delegation, Organization
from delegates.reference import files
from delegates.reference.comparing import values_of
from delegates.services import parties, reference_data
from tests.factories import (
    CountryFactory,
    DelegationFactory,
    OrganizationFactory,
    UserFactory,
    words,
)
from tests.races import while_uncommitted

AT = dt.datetime(2018, 3, 1, tzinfo=dt.UTC)
NEXT = "2030-01-01"


class DataFiles:
    """A copy of the data files that a test may change, read instead of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def change(self, name: str, key: str, **values: str) -> None:
        """Other values in the line with this `iso2` or `acronym`, in the next version."""
        lines = files.lines(name)
        for line in lines:
            if key in (line.get("iso2"), line.get("acronym")):
                line.update(values)
        self._write(name, lines)

    def add(self, name: str, **values: str) -> None:
        lines = files.lines(name)
        self._write(name, [*lines, dict.fromkeys(lines[0], "") | values])

    def remove(self, name: str, key: str) -> None:
        lines = files.lines(name)
        self._write(
            name, [line for line in lines if key not in (line.get("iso2"), line.get("acronym"))]
        )

    def _write(self, name: str, lines: list[dict[str, str]]) -> None:
        with (self.folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, lines[0])
            writer.writeheader()
            writer.writerows(lines)
        with (self.folder / "versions.csv").open("a") as file:
            file.write(f"{NEXT},\n")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFiles:
    """Loaded as they are; changed by the test afterwards."""
    folder = tmp_path / "data"
    shutil.copytree(files.FOLDER, folder)
    monkeypatch.setattr(files, "FOLDER", folder)
    reference_data.load(at=AT)
    return DataFiles(folder)


def edit(party: Country | Organization, **values: object) -> None:
    """What the administrator's form does."""
    for name, value in values.items():
        setattr(party, name, value)
    parties.save(party=party, fields=list(values), by=UserFactory(), at=AT)


def everything() -> list[dict[str, object]]:
    return [
        *Country.objects.order_by("pk").values(),
        *Organization.objects.order_by("pk").values(),
        *AuditEvent.objects.order_by("pk").values(),
    ]


def events() -> list[tuple[str, int | None, list[str], dict[str, object]]]:
    """About single rows."""
    found = AuditEvent.objects.filter(by=None).exclude(target_id=None).order_by("pk")
    return list(found.values_list("action", "target_id", "fields", "detail"))


# New


def test_empty_database_is_filled() -> None:
    loaded = reference_data.load(at=AT)

    assert Country.objects.filter(status=CountryStatus.MEMBER).count() == 193
    assert Country.objects.filter(status=CountryStatus.OBSERVER).count() == 2
    assert Organization.objects.count() == 386
    assert len(loaded.added) == 588
    event = AuditEvent.objects.get()
    counts = {"countries": 202, "organizations": 386}
    assert (event.action, event.detail) == ("reference_data.added", counts)


def test_each_country_has_a_name_in_every_language_with_its_sort_key() -> None:
    reference_data.load(at=AT)

    for country in Country.objects.all():
        assert set(country.name.data) == set(PARTY_LANGUAGES)
        assert all(country.sort_keys[language] for language in PARTY_LANGUAGES)
    assert Country.objects.get(iso2="KR").name.localize("zh-hans") == "大韩民国"


def test_what_is_loaded_a_second_time_changes_nothing(data: DataFiles) -> None:
    before = everything()

    loaded = reference_data.load(at=AT)

    assert loaded == reference_data.Loaded(files.version())
    assert everything() == before


def test_new_line_is_added(data: DataFiles) -> None:
    data.add("countries.csv", iso2="XA", iso3="XAA", m49="999", name_en="Atlantis", status="member")

    loaded = reference_data.load(at=AT)

    country = Country.objects.get(iso2="XA")
    assert loaded == reference_data.Loaded(NEXT, added=[country])
    assert (country.loaded_as, country.reference_version) == (values_of(country), NEXT)
    assert list(drifted()) == []


# Renewed


def test_row_that_nobody_edited_is_renewed(data: DataFiles) -> None:
    data.change("countries.csv", "TR", name_en="Republic of Türkiye", aliases="Turkey | Turkiye")
    data.change("organizations.csv", "OSCE", type="research")

    loaded = reference_data.load(at=AT)

    country = Country.objects.get(iso2="TR")
    organization = Organization.objects.get(acronym="OSCE")
    assert loaded == reference_data.Loaded(NEXT, renewed=[country, organization])
    assert str(country.name) == "Republic of Türkiye"
    assert country.aliases == ["Turkey", "Turkiye"]
    assert organization.type == OrganizationType.RESEARCH
    assert list(drifted()) == []
    assert events() == [
        ("country.renewed", country.pk, ["aliases", "name"], {"version": NEXT}),
        ("organization.renewed", organization.pk, ["type"], {"version": NEXT}),
    ]


def test_renewed_row_is_renewed_again_by_the_version_after(data: DataFiles) -> None:
    for name in ("Republic of Türkiye", "Türkiye, Republic of"):
        data.change("countries.csv", "TR", name_en=name)
        reference_data.load(at=AT)

    assert str(Country.objects.get(iso2="TR").name) == "Türkiye, Republic of"


def test_delegation_keeps_name_and_flag_when_its_country_is_renewed(data: DataFiles) -> None:
    country = Country.objects.get(iso2="TR")
    delegation = DelegationFactory(country=country, name=country.name, flag_code="tr")
    before = Delegation.objects.filter(pk=delegation.pk).values().get()
    data.change("countries.csv", "TR", name_en="Republic of Türkiye")

    reference_data.load(at=AT)

    assert Delegation.objects.filter(pk=delegation.pk).values().get() == before


def test_renewed_acronym_is_that_of_the_same_organization(data: DataFiles) -> None:
    """Its key in the files changed: it is known by its names."""
    organization = Organization.objects.get(acronym="OSCE")
    data.change("organizations.csv", "OSCE", acronym="OSZE")

    loaded = reference_data.load(at=AT)

    assert loaded == reference_data.Loaded(NEXT, renewed=[organization])
    assert Organization.objects.get(pk=organization.pk).acronym == "OSZE"


def test_code_that_moves_to_another_row_is_free_once_its_row_is_renewed(data: DataFiles) -> None:
    data.change("countries.csv", "AF", m49="900")
    data.change("countries.csv", "AL", m49="004")

    reference_data.load(at=AT)

    codes = dict(Country.objects.filter(iso2__in=["AF", "AL"]).values_list("iso2", "m49"))
    assert codes == {"AF": "900", "AL": "004"}


def test_line_gone_from_the_files_leaves_its_row(data: DataFiles) -> None:
    data.remove("countries.csv", "TR")

    assert reference_data.load(at=AT) == reference_data.Loaded(NEXT)
    assert Country.objects.filter(iso2="TR").exists()


# Edited


def test_row_that_somebody_edited_stays_whole_and_is_named(data: DataFiles) -> None:
    country = Country.objects.get(iso2="TR")
    edit(country, name=LazyI18nString({**country.name.data, "en": "Turkey"}))
    before = Country.objects.filter(pk=country.pk).values(*values_of(country)).get()
    data.change("countries.csv", "TR", aliases="Turquie | Turquía", official_name="Türkiye")

    loaded = reference_data.load(at=AT)

    assert Country.objects.filter(pk=country.pk).values(*before).get() == before
    (kept,) = loaded.kept
    assert (kept.party, kept.taken_by, loaded.renewed) == (country, None, [])
    assert [str(each) for each in kept.differences] == [
        "name (en): here “Turkey”, in the data files “Türkiye”",
        "official name: here “Republic of Türkiye”, in the data files “Türkiye”",
        "other names: here “Republic of Turkey, Turkey, Turkiye”, in the data files nothing",
    ]
    fields = ["aliases", "name", "official_name"]
    assert events() == [("country.kept", country.pk, fields, {"version": NEXT})]


def test_edited_row_is_named_each_time_and_recorded_once(data: DataFiles) -> None:
    edit(Country.objects.get(iso2="TR"), name=words("Turkey"))
    data.change("countries.csv", "TR", name_en="Republic of Türkiye")
    first = reference_data.load(at=AT)
    before = everything()

    second = reference_data.load(at=AT)

    assert second == first
    assert everything() == before
    assert len(events()) == 1


def test_row_edited_back_is_renewed_again(data: DataFiles) -> None:
    country = Country.objects.get(iso2="TR")
    name = country.name
    edit(country, name=words("Turkey"))
    data.change("countries.csv", "TR", name_en="Republic of Türkiye")
    reference_data.load(at=AT)
    edit(country, name=name)

    reference_data.load(at=AT)

    assert str(Country.objects.get(iso2="TR").name) == "Republic of Türkiye"


def test_row_edited_to_what_the_files_say_follows_them_again(data: DataFiles) -> None:
    country = Country.objects.get(iso2="TR")
    edit(country, name=LazyI18nString({**country.name.data, "en": "Turkey"}))
    for name in ("Turkey", "Republic of Türkiye"):
        data.change("countries.csv", "TR", name_en=name)
        loaded = reference_data.load(at=AT)

    assert loaded == reference_data.Loaded(NEXT, renewed=[country])


def test_row_whose_acronym_was_edited_is_not_added_again(data: DataFiles) -> None:
    organization = Organization.objects.get(acronym="OSCE")
    edit(organization, acronym="OBSE", name=words("Security in Europe"))

    loaded = reference_data.load(at=AT)

    assert [kept.party for kept in loaded.kept] == [organization]
    assert loaded.added == []


def test_row_typed_in_by_hand_is_compared_and_kept(data: DataFiles) -> None:
    country = CountryFactory(iso2="XA", iso3="XAA", m49="999", name=words("Atlantis Island"))
    data.add("countries.csv", iso2="XA", iso3="XAA", m49="999", name_en="Atlantis", status="member")

    loaded = reference_data.load(at=AT)

    assert [kept.party for kept in loaded.kept] == [country]
    assert Country.objects.get(pk=country.pk).loaded_as["name"] == {"en": "Atlantis"}
    assert reference_data.load(at=AT) == loaded


def test_what_is_saved_while_the_files_are_compared_is_an_edit(
    transactional_db: None, data: DataFiles
) -> None:
    country = Country.objects.get(iso2="TR")
    data.change("countries.csv", "TR", aliases="Turkiye")
    country.name = words("Turkey")

    loaded = while_uncommitted(
        lambda: parties.save(party=country, fields=["name"], by=UserFactory(), at=AT),
        lambda: reference_data.load(at=AT),
    )

    assert [kept.party for kept in loaded.kept] == [country]
    assert str(Country.objects.get(iso2="TR").name) == "Turkey"


# In the way


def test_row_whose_new_code_another_row_has_is_not_touched(data: DataFiles) -> None:
    other = CountryFactory(iso2="XA", iso3="XAA", m49="999", name=words("Atlantis"))
    country = Country.objects.get(iso2="TR")
    data.change("countries.csv", "TR", m49="999", name_en="Republic of Türkiye")

    loaded = reference_data.load(at=AT)

    (kept,) = loaded.kept
    assert (kept.party, kept.taken_by) == (country, other)
    assert str(Country.objects.get(pk=country.pk).name) == "Türkiye"
    assert events() == [("country.kept", country.pk, ["m49", "name"], {"version": NEXT})]


def test_row_is_renewed_once_the_code_is_free(data: DataFiles) -> None:
    other = CountryFactory(iso2="XA", iso3="XAA", m49="999", name=words("Atlantis"))
    data.change("countries.csv", "TR", m49="999")
    reference_data.load(at=AT)
    other.delete()

    reference_data.load(at=AT)

    assert Country.objects.get(iso2="TR").m49 == "999"


def test_new_line_with_a_name_of_another_organization_is_not_added(data: DataFiles) -> None:
    other = Organization.objects.get(acronym="OSCE")
    data.add("organizations.csv", acronym="OSZE", type="research", name_en=str(other.name))

    loaded = reference_data.load(at=AT)

    assert [(each.line.acronym, each.taken_by) for each in loaded.not_added] == [("OSZE", other)]
    assert not Organization.objects.filter(acronym="OSZE").exists()
    assert events() == []


def test_line_that_may_be_either_of_two_rows_touches_neither(data: DataFiles) -> None:
    OrganizationFactory(acronym="ATL", name=words("Atlantic Union"))
    OrganizationFactory(acronym="", name=words("Atlantis Union"))
    before = everything()
    data.add("organizations.csv", acronym="ATL", type="research", name_en="Atlantis Union")

    loaded = reference_data.load(at=AT)

    assert len(loaded.not_added) == 1
    assert [row for row in everything() if row.get("acronym") == "ATL"] == [
        row for row in before if row.get("acronym") == "ATL"
    ]


# The command


def test_load_reference_data_command_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_reference_data")
    call_command("load_reference_data")

    version, added = files.version(), "202 countries and 386 organizations"
    assert capsys.readouterr().out.splitlines() == [
        f"Data files of {version}: {added} added, 0 brought up to date.",
        f"Data files of {version}: 0 countries and 0 organizations added, 0 brought up to date.",
    ]


def test_load_reference_data_command_names_what_it_left(
    data: DataFiles, capsys: pytest.CaptureFixture[str]
) -> None:
    CountryFactory(iso2="XA", iso3="XAA", m49="999", name=words("Atlantis"))
    edit(Organization.objects.get(acronym="OSCE"), type=OrganizationType.RESEARCH)
    data.change("countries.csv", "FR", m49="999")
    data.add("organizations.csv", acronym="UN2", type="research", name_en="United Nations")

    call_command("load_reference_data")

    assert capsys.readouterr().out == (
        f"Data files of {NEXT}: 0 countries and 0 organizations added, 0 brought up to date.\n"
        "France was not brought up to date, because “Atlantis” has a code that it would get."
        " Correct one of the two, then load again:\n"
        "    UN M49 code: here “250”, in the data files “999”\n"
        "Organization for Security and Co-operation in Europe (OSCE) was edited here and stays"
        " as it is:\n"
        "    type: here “Research institution”, in the data files"
        " “Intergovernmental organization”\n"
        "United Nations (UN2) was not added, because “United Nations (UN)” has a name or a code of"
        " it. If the two are not the same, give that one other names, then load again.\n"
    )
