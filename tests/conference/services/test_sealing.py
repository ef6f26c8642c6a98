"""Another master key takes over while others write."""

import pytest
from pytest_django import Settings

from badges.models import SigningKey
from conference import secrets
from conference.secrets import Place
from conference.services import sealing
from tests.factories import SigningKeyFactory
from tests.races import while_uncommitted

OTHER_KEY = secrets.parsed(["second:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"])


@pytest.mark.django_db(transaction=True)
def test_secret_that_changes_meanwhile_is_sealed_as_it_is_then(settings: Settings) -> None:
    row = SigningKeyFactory()
    place = Place("badges_signingkey", row.pk, "private_key")
    kept = SigningKey.objects.filter(pk=row.pk)
    kept.update(private_key=secrets.seal(b"before", place))
    meanwhile = secrets.seal(b"meanwhile", place)
    settings.MASTER_KEYS = OTHER_KEY | settings.MASTER_KEYS

    count = while_uncommitted(lambda: kept.update(private_key=meanwhile), sealing.seal_anew)

    sealed = bytes(kept.get().private_key)
    assert (count, secrets.key_of(sealed)) == (1, "second")
    assert secrets.unseal(sealed, place) == b"meanwhile"
