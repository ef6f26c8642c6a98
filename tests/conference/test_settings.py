"""What the environment makes of the settings, read by a process of its own."""

import json
import ssl
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from kombu import Connection

from conference import settings as project
from conference.celery import app

ASK = "import json, sys; from conference import settings; print(json.dumps({}))"


def read_settings(
    expression: str = "settings.STORAGES['default']", **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", ASK.format(expression)],
        cwd=settings.ROOT,
        env={"PATH": "", "VAR_DIR": str(settings.VAR_DIR), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_database_of_ones_own_without_a_secret_key_is_refused_in_words() -> None:
    refused = read_settings(DATABASE_URL="postgresql://dais@database.example/dais")

    assert refused.returncode != 0
    assert "ImproperlyConfigured: SECRET_KEY is missing." in refused.stderr


def test_chosen_folder_is_as_private_as_the_usual_one() -> None:
    usual, chosen = (
        json.loads(read_settings(STORAGE_URL=url).stdout)["OPTIONS"]
        for url in ("", "file:///srv/dais%20files")
    )

    assert chosen == usual | {"location": "/srv/dais files"}
    assert (chosen["file_permissions_mode"], chosen["base_url"]) == (0o600, None)


def test_bucket_is_private_and_never_overwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any module stands for the one that is looked for: nothing is connected to."""
    monkeypatch.setitem(sys.modules, "boto3", json)

    found = project.private_storage("s3://badges/2018/files?endpoint=https://s3.example")

    assert found == {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": "badges",
            "location": "2018/files",
            "default_acl": "private",
            "file_overwrite": False,
            "endpoint_url": "https://s3.example",
        },
    }


def test_address_of_another_kind_of_storage_is_refused_in_words() -> None:
    with pytest.raises(ImproperlyConfigured, match="file:///folder or s3://bucket/prefix"):
        project.private_storage("ftp://files.example/")


@pytest.mark.parametrize(
    ("value", "items"), [("", []), ("one", ["one"]), (" one, two ,,", ["one", "two"])]
)
def test_list_of_the_environment_is_read_whatever_its_spaces(
    monkeypatch: pytest.MonkeyPatch, value: str, items: list[str]
) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", value)

    assert project.listed("ALLOWED_HOSTS") == items


def test_storage_that_is_not_installed_is_told_with_its_remedy() -> None:
    refused = read_settings(
        "sys.modules.update(boto3=None) or settings.private_storage('s3://bucket')"
    )

    assert "STORAGE_URL asks for S3: make setup installs what that takes." in refused.stderr


@pytest.mark.parametrize(
    ("proxies", "believed"), [("0", None), ("1", ["HTTP_X_FORWARDED_PROTO", "https"])]
)
def test_word_about_tls_is_believed_from_a_proxy_only(
    proxies: str, believed: list[str] | None
) -> None:
    found = read_settings("settings.SECURE_PROXY_SSL_HEADER", TRUSTED_PROXIES=proxies)

    assert json.loads(found.stdout) == believed


def test_number_of_proxies_that_is_no_number_is_refused_in_words() -> None:
    refused = read_settings(TRUSTED_PROXIES="nginx")

    assert "TRUSTED_PROXIES must be a whole number, not nginx." in refused.stderr


@pytest.mark.parametrize(
    ("url", "demanded"),
    [
        ("rediss://dais:p%40ss@broker.example/0", ssl.CERT_REQUIRED),
        ("rediss://broker.example/0?ssl_ca_certs=/ca.pem", ssl.CERT_REQUIRED),
        ("rediss://broker.example/0?ssl_cert_reqs=none", ssl.CERT_NONE),
    ],
)
def test_broker_over_tls_must_show_a_certificate(url: str, demanded: ssl.VerifyMode) -> None:
    broker = Connection(project.celery_url(url))

    assert isinstance(broker.ssl, dict)
    assert broker.ssl["ssl_cert_reqs"] == demanded


def test_nothing_that_could_run_is_read_from_cache_broker_or_login_sessions() -> None:
    assert settings.CACHES["default"]["BACKEND"] == "conference.json_cache.JsonCache"
    assert list(settings.CACHES) == ["default"]
    assert (app.conf.accept_content, app.conf.task_serializer) == (["json"], "json")
    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"
    assert settings.SESSION_SERIALIZER == "django.contrib.sessions.serializers.JSONSerializer"


def test_worker_looks_for_its_broker_for_as_long_as_it_takes() -> None:
    assert app.conf.broker_connection_max_retries is None
    assert app.conf.broker_connection_retry_on_startup is True


INSTALLATION = {"DATABASE_URL": "postgresql://dais@database.example/dais", "SECRET_KEY": "x" * 50}


def test_secret_key_that_could_be_guessed_is_refused_in_words() -> None:
    refused = read_settings(**INSTALLATION | {"SECRET_KEY": "x" * 49})

    assert "SECRET_KEY has fewer than 50 characters" in refused.stderr


def test_former_keys_are_believed() -> None:
    told = read_settings(
        "settings.SECRET_KEY_FALLBACKS", **INSTALLATION, SECRET_KEY_FALLBACKS="a,b"
    )

    assert json.loads(told.stdout) == ["a", "b"]


@pytest.mark.parametrize(("asked", "preload"), [("", False), ("1", True)])
def test_list_of_the_browsers_is_entered_only_if_asked_for(asked: str, preload: bool) -> None:
    told = read_settings(
        "[settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_PRELOAD]",
        **INSTALLATION,
        HSTS_PRELOAD=asked,
    )

    assert json.loads(told.stdout) == [31_536_000, preload]


@pytest.mark.parametrize(
    ("variables", "address"),
    [
        ({}, "http://localhost"),
        ({**INSTALLATION, "ALLOWED_HOSTS": "dais.example,other.example"}, "https://dais.example"),
        ({**INSTALLATION, "PUBLIC_URL": "https://dais.example:8443/"}, "https://dais.example:8443"),
    ],
)
def test_public_address_is_the_first_host_unless_it_is_named(
    variables: dict[str, str], address: str
) -> None:
    assert json.loads(read_settings("settings.PUBLIC_URL", **variables).stdout) == address
