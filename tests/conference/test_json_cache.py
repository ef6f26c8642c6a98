"""What somebody who can write to the cache's server, or take it away, can do to us."""

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache, caches
from redis import Redis

from conference.json_cache import JsonCache, SignedJson

KEY = "something"


class Bomb:
    """Unpickled, it makes the file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)


@pytest.fixture(autouse=True)
def _empty() -> None:
    cache.clear()


@pytest.fixture
def server() -> Iterator[Redis]:
    with Redis.from_url(settings.REDIS_URL) as server:
        yield server


def plant(server: Redis, stored: bytes) -> None:
    cache.set(KEY, "ours")
    (key,) = server.keys("dais:*")
    server.set(key, stored)


@pytest.mark.parametrize("value", ["ж", 3, 0.1, True, None, [1, [2.5, "x"]], {"a": [], "b": {}}])
def test_value_comes_back_equal(value: object) -> None:
    cache.set(KEY, value)

    assert cache.get(KEY, "nothing") == value


@pytest.mark.parametrize("value", [b"bytes", {1, 2}, object(), Path("/"), 1j])
def test_value_that_is_not_json_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        cache.set(KEY, value)

    assert cache.get(KEY) is None


def test_planted_pickle_is_never_run(server: Redis, tmp_path: Path) -> None:
    run = tmp_path / "run"
    bomb = pickle.dumps(Bomb(run))
    pickle.loads(bomb)
    assert run.exists()
    run.unlink()

    for stored in (bomb, SignedJson().dumps("ours")[:32] + bomb):
        plant(server, stored)
        assert cache.get(KEY, "nothing") == "nothing"

    assert not run.exists()


def test_planted_or_changed_json_is_not_believed(server: Redis) -> None:
    for stored in (b'"theirs"', SignedJson().dumps("ours").replace(b"ours", b"fake"), b"", b"7"):
        plant(server, stored)

        assert cache.get(KEY, "nothing") == "nothing"


def test_everything_that_is_stored_is_signed_json(server: Redis) -> None:
    cache.set(KEY, 7)
    cache.add("other", [1.5])

    stored = [SignedJson().loads(server.get(key)) for key in server.keys("dais:*")]

    assert sorted(stored, key=str) == [7, [1.5]]


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> JsonCache:
    """A cache whose server is not there."""
    monkeypatch.setattr(JsonCache, "_away_until", 0.0)
    return JsonCache(f"unix://{tmp_path}/nobody.sock?db=0", {})


def test_cache_without_its_server_holds_nothing_and_says_so_once(
    away: JsonCache, caplog: pytest.LogCaptureFixture
) -> None:
    away.set(KEY, 1)

    assert away.get(KEY, "nothing") == "nothing"
    assert away.add(KEY, 1) is True
    assert away.delete(KEY) is False
    assert caplog.messages == ["The cache does not answer: ConnectionError"]


def test_server_that_is_back_is_asked_again(
    away: JsonCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    away.set(KEY, 1)
    monkeypatch.setattr(JsonCache, "_away_until", 0.0)

    caches["default"].set(KEY, "here")

    assert cache.get(KEY) == "here"
