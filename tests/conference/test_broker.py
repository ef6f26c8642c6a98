"""What somebody who can write to the broker can make a worker do."""

import base64
import json
import pickle
import re
import signal
import time
import uuid
from contextlib import suppress
from pathlib import Path

import pytest
from celery import Celery
from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

from conference import embedded
from conference.celery import app
from conference.json_cache import JsonCache
from conference.settings import celery_url
from launch import servers
from tests.servers import StartWorker, Worker

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE_SECONDS = 30


class Bomb:
    """Unpickled, it makes the file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)


def planted(body: bytes, content_type: str) -> str:
    """A message as Celery lays it into the list of a queue."""
    message = {
        "body": base64.b64encode(body).decode(),
        "content-encoding": "binary",
        "content-type": content_type,
        "headers": {"lang": "py", "task": "badges.wake", "id": str(uuid.uuid4())},
        "properties": {
            "body_encoding": "base64",
            "correlation_id": str(uuid.uuid4()),
            "delivery_info": {"exchange": "", "routing_key": "default"},
            "delivery_mode": 2,
            "delivery_tag": str(uuid.uuid4()),
            "priority": 0,
        },
    }
    return json.dumps(message)


def wait_for(words: str, worker: Worker) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while words not in worker.log():
        assert time.monotonic() < deadline, worker.log()
        time.sleep(0.1)


def test_planted_pickle_is_never_run_and_the_worker_goes_on(
    start_worker: StartWorker, tmp_path: Path
) -> None:
    worker, run = start_worker(), tmp_path / "run"
    bomb = pickle.dumps(((Bomb(run),), {}, {}))
    server = Redis.from_url(settings.REDIS_URL)

    for content_type in ("application/x-python-serialize", "application/json"):
        server.lpush("default", planted(bomb, content_type))
    app.send_task("conference.sweep")

    wait_for("Task conference.sweep[", worker)
    wait_for("ContentDisallowed", worker)
    assert not run.exists()


def test_worker_takes_no_orders_from_the_broker(worker: Worker) -> None:
    assert app.control.ping(timeout=2) == []
    app.control.shutdown()
    app.send_task("conference.sweep")

    wait_for("succeeded", worker)
    assert worker.process.poll() is None


class GuardedValkey(servers.Valkey):
    """With the user that `.env.example` advises, and nobody else."""

    title = "guarded Valkey"

    def command(self) -> list[str]:
        (rules,) = re.findall(
            r"^# ACL SETUSER (dais .+)$", Path(".env.example").read_text(), re.MULTILINE
        )
        users = ["--user", rules, "--user", "default off"]
        return [*super().command(), *(word for rule in users for word in rule.split())]

    def is_ready(self) -> bool:
        with suppress(RedisError):
            return bool(Redis.from_url(guarded_url(self)).ping())
        return False


def guarded_url(server: servers.Valkey) -> str:
    return f"unix://dais:password@{server.socket}?db=0"


def test_user_that_we_advise_may_do_what_we_need_and_no_more(start_worker: StartWorker) -> None:
    server = GuardedValkey(socket=embedded.var_dir() / "guarded" / "valkey.sock")
    with servers.running(server, stop=signal.SIGTERM):
        url = guarded_url(server)
        worker = start_worker(REDIS_URL=url)
        with Celery(broker=celery_url(url)).connection() as connection:
            app.send_task("conference.sweep", connection=connection)
        wait_for("succeeded", worker)
        cache = JsonCache(url, {})
        cache.set("key", [1])
        assert cache.get("key") == [1]
        with pytest.raises(RedisError, match="no permissions"):
            Redis.from_url(url).config_get("dir")
        worker.stop()
