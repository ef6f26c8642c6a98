from conference.checks import check_capitals, database_knows_capitals


def test_database_of_the_tests_knows_capitals() -> None:
    assert database_knows_capitals(databases=["default"]) == []


def test_locale_without_capitals_is_refused() -> None:
    assert [error.id for error in check_capitals("default", collation="C")] == ["conference.E001"]
