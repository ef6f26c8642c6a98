"""Static files named by their content; a style sheet made of parts goes out as one file.

`css/admin.css` is a list of `@import`: from the sources a browser follows it, part by part.
Collected, the parts stand in the file itself, in the same order: a page asks once for all of them.
"""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEETS = re.compile(r"css/[^/]+\.css")
IMPORT = re.compile(r'^@import "([^"]+)";$', re.MULTILINE)

Sources = dict[str, tuple[Storage, str]]


class BundledStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    def post_process(
        self, paths: Sources, dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, Any, Any]]:
        if not dry_run:
            for name in filter(SHEETS.fullmatch, list(paths)):
                self.delete(name)
                self.save(name, ContentFile(_whole(paths, name).encode()))
                paths[name] = self, name
        yield from super().post_process(paths, dry_run=dry_run, **options)


def _whole(sources: Sources, name: str) -> str:
    """With the text of its parts where it names them. Addresses in it must not be relative."""
    storage, path = sources[name]
    with storage.open(path) as file:
        text = file.read().decode()
    folder = posixpath.dirname(name)
    return IMPORT.sub(lambda found: _whole(sources, posixpath.join(folder, found[1])), text)
