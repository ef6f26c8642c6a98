import random
import re
import subprocess
import sys

from conference import embedded, randomness


def test_source_of_a_running_system_is_the_cryptographic_one() -> None:
    """Asked of a process of its own: in this one it is the tests'."""
    asked = "from conference import randomness; print(type(randomness.source))"

    said = subprocess.check_output([sys.executable, "-c", asked], cwd=embedded.ROOT, text=True)

    assert said == f"{random.SystemRandom}\n"


def test_characters_are_drawn_from_the_alphabet_and_from_all_of_it() -> None:
    assert randomness.characters("a", 3) == "aaa"
    assert set(randomness.characters("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 5000)) == set(
        "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    )


def test_octets_are_as_many_as_asked_and_differ_each_time() -> None:
    drawn = {randomness.octets(10) for _ in range(50)}

    assert (len(drawn), {len(one) for one in drawn}) == (50, {10})


def test_identifier_is_a_random_uuid() -> None:
    one, other = str(randomness.identifier()), str(randomness.identifier())

    assert one != other
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", one)
