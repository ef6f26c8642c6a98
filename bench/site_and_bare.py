"""What gunicorn loads to be measured: the site, and below `/bare` the library alone."""

import os
from collections.abc import Callable
from pathlib import Path

from whitenoise import WhiteNoise

from bench.web_worker import BARE
from conference.wsgi import application as site

bare = WhiteNoise(
    None, root=Path(os.environ["VAR_DIR"], "bare"), prefix=BARE, max_age=30, index_file=True
)


def application(environ: dict[str, object], start_response: Callable[..., object]) -> object:
    chosen = bare if str(environ["PATH_INFO"]).startswith(BARE) else site
    return chosen(environ, start_response)
