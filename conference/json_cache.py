"""The cache: signed JSON, which whoever writes to the server can neither run nor forge.

Nothing in it is needed. With its server away everything is merely not found, at once and for a
few seconds without asking again: a page that waits for a cache is slower than one without.
"""

import hashlib
import hmac
import json
import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

AWAY_SECONDS = 5.0
MAC_BYTES = hashlib.sha256().digest_size
Answer = TypeVar("Answer")


class SignedJson:
    """What the cache's server holds: a signature, and behind it a value that JSON can state.

    A value that JSON cannot state is refused with TypeError: it would come back as another.
    """

    def dumps(self, value: Any) -> bytes:
        written = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        return _signature(written) + written

    def loads(self, stored: bytes) -> Any:
        """Raises ValueError for everything that was not written by `dumps` with this key."""
        signature, written = stored[:MAC_BYTES], stored[MAC_BYTES:]
        if not hmac.compare_digest(signature, _signature(written)):
            raise ValueError("not signed by this installation")
        return json.loads(written)


def _signature(written: bytes) -> bytes:
    key = hashlib.sha256(b"dais.cache" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, written, hashlib.sha256).digest()


class JsonCache(RedisCache):
    """`get`, `set`, `add` and `delete` hold when the server does not answer; nobody uses more."""

    _away_until = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {**params.get("OPTIONS", {}), "serializer": SignedJson}
        super().__init__(server, {**params, "OPTIONS": options})

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """What somebody else has put there is as good as nothing."""
        try:
            return self._answer(lambda: super(JsonCache, self).get(key, default, version), default)
        except ValueError:
            log.warning("The cache held something that is not ours. It was not read.")
            return default

    def set(
        self,
        key: str,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        self._answer(lambda: super(JsonCache, self).set(key, value, timeout, version), None)

    def add(
        self,
        key: str,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        return self._answer(lambda: super(JsonCache, self).add(key, value, timeout, version), True)

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._answer(lambda: super(JsonCache, self).delete(key, version), False)

    def _answer(self, ask: Callable[[], Answer], otherwise: Answer) -> Answer:
        if time.monotonic() < JsonCache._away_until:
            return otherwise
        try:
            return ask()
        except RedisError as error:
            JsonCache._away_until = time.monotonic() + AWAY_SECONDS
            log.warning("The cache does not answer: %s", type(error).__name__)
            return otherwise
