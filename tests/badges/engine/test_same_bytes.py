"""Equal badges give equal files: in this process, in another, whatever its hashes are."""

import hashlib
import os
import subprocess
import sys

from django.conf import settings
from django.core.cache import cache

from badges.engine.design.language import parse
from badges.engine.design.shipped import A6_PORTRAIT, shipped
from badges.supplies import COMPILATIONS
from tests.badges.engine.pairs import printed
from tests.badges.engine.people import people, pictures

COUNT = 36
ELSEWHERE = (
    "import django; django.setup();"
    "from tests.badges.engine.test_same_bytes import digest;"
    "print(digest())"
)


def digest() -> str:
    """Of a file for which everything was compiled: what is kept depends on who came before."""
    COMPILATIONS.memory.forget()
    cache.clear()
    pdf = printed(people(COUNT), parse(shipped(A6_PORTRAIT)), pictures())[1]
    return hashlib.sha256(pdf).hexdigest()


def elsewhere(seed: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        env=os.environ | {"PYTHONHASHSEED": seed},
        cwd=settings.ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.strip()


def test_file_is_the_same_in_every_process() -> None:
    here = digest()

    assert [elsewhere("1"), elsewhere("2"), digest()] == [here] * 3
