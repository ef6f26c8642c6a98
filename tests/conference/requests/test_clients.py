import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from conference import audit
from conference.accounts.adapter import AccountAdapter
from conference.requests.clients import address_of
from conference.requests.middleware import known_request

PROXY, CLIENT, FORGED = "10.0.0.9", "198.51.100.7", "203.0.113.66"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, PROXY),
        (0, FORGED, PROXY),
        (1, None, PROXY),
        (1, CLIENT, CLIENT),
        (1, f"{FORGED}, {CLIENT}", CLIENT),
        (1, f"{FORGED},,{FORGED}, {CLIENT}", CLIENT),
        (2, f"{FORGED}, {CLIENT}, 10.0.0.8", CLIENT),
        (2, FORGED, PROXY),
        (1, "", PROXY),
        (1, "unknown", PROXY),
        (1, "'; drop table", PROXY),
        (1, "2001:DB8::7", "2001:db8::7"),
        (1, "fe80::7%eth0", "fe80::7"),
    ],
)
def test_address_is_the_one_that_the_outermost_trusted_proxy_heard(
    proxies: int, forwarded: str | None, address: str, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    request = RequestFactory(headers=headers).get("/", REMOTE_ADDR=PROXY)

    assert address_of(request) == address


def test_address_of_a_request_over_a_unix_socket_is_unknown_but_for_a_proxy(
    settings: Settings,
) -> None:
    request = RequestFactory(headers={"X-Forwarded-For": CLIENT}).get("/", REMOTE_ADDR="")

    assert address_of(request) is None
    with pytest.raises(PermissionDenied):
        AccountAdapter(request).get_client_ip(request)
    settings.TRUSTED_PROXIES = 1
    assert address_of(request) == CLIENT


def test_audit_trail_names_the_client_and_not_the_proxy(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1
    request = RequestFactory(headers={"X-Forwarded-For": CLIENT}).get("/", REMOTE_ADDR=PROXY)
    seen = []

    def view(_: HttpRequest) -> HttpResponse:
        seen.append(audit.client_address.get())
        return HttpResponse()

    known_request(view)(request)

    assert seen == [CLIENT]
    assert audit.client_address.get() is None


def test_failed_sign_ins_of_one_client_do_not_lock_out_another_behind_the_same_proxy(
    client: Client, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = 1
    cache.clear()

    def is_refused(*, forwarded: str) -> bool:
        page = client.post(
            reverse("account_login"),
            {"login": "nobody@dais.example", "password": "wrong"},
            headers={"X-Forwarded-For": forwarded},
        )
        return "Too many failed login attempts" in page.content.decode()

    tried = [is_refused(forwarded=f"10.1.1.{n}, {CLIENT}") for n in range(6)]

    assert tried == [False] * 5 + [True]
    assert not is_refused(forwarded=FORGED)


def test_forwarded_words_that_are_not_believed_are_warned_of_once(
    caplog: pytest.LogCaptureFixture, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = 0
    ask = known_request(lambda _: HttpResponse())

    for _ in range(3):
        ask(RequestFactory(headers={"X-Forwarded-For": FORGED}).get("/"))
    settings.TRUSTED_PROXIES = 1
    known_request(lambda _: HttpResponse())(
        RequestFactory(headers={"X-Forwarded-For": FORGED}).get("/")
    )

    assert [message[:38] for message in caplog.messages] == [
        "A proxy says whom it speaks for; TRUST"
    ]
