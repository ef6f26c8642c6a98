class UnfitError(ValueError):
    """What was handed over cannot be published: a mistake of the program that made it."""


class ArchiveError(ValueError):
    """What lies in the storage is not the archive that the row names, or no archive of ours."""


class Superseded(Exception):  # noqa: N818
    """Somebody else published or took something off meanwhile: the facts are to be read again."""
