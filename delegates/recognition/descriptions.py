"""What is known of a person where sameness is asked: by a list, a form or the register. Pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from conference.writing.folding import word_key
from delegates.choices import Gender

# English, French, Spanish, Portuguese and Russian; "HE" and "Dr" say nothing.
HONORIFICS = {
    **dict.fromkeys(("mr", "mister", "m", "monsieur", "sr", "senor", "senhor", "гн"), Gender.MALE),
    **dict.fromkeys(
        ("ms", "mrs", "miss", "mme", "madame", "mlle", "mademoiselle", "sra", "srta", "senora"),
        Gender.FEMALE,
    ),
    **dict.fromkeys(("senorita", "senhora", "гжа"), Gender.FEMALE),
}

# Fields of a delegate that describe who it is.
DESCRIBING = (
    "given_name", "family_name", "patronymic", "name_suffix", "own_name", "gender", "honorific",
    "email", "function",
)  # fmt: skip
# Who somebody is follows from these: changed, it is asked again.
TELLING = frozenset(DESCRIBING) - {"gender", "function"}


@dataclass(frozen=True, slots=True)
class Description:
    """What speaks for or against two being one person; blank is not known."""

    given_name: str = ""
    family_name: str = ""
    patronymic: str = ""
    name_suffix: str = ""
    own_name: str = ""
    gender: str = ""
    honorific: str = ""
    email: str = ""
    function: str = ""
    born_on: dt.date | None = None

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Self:
        """From the values of a delegate's fields by name."""
        said: dict[str, Any] = {name: texts.get(name, "") for name in DESCRIBING}
        return cls(**said)

    @property
    def stated_gender(self) -> str:
        """As stated; else what the honorific states: "HE Mr", "Sra", "M." and "Mme"."""
        if self.gender:
            return self.gender
        words = (word_key(word) for word in self.honorific.split())
        return next((HONORIFICS[word].value for word in words if word in HONORIFICS), "")

    def is_told_apart_from(self, other: "Description") -> bool:
        """By the father's name or what follows the name: said of both, and not the same."""
        pairs = ((self.patronymic, other.patronymic), (self.name_suffix, other.name_suffix))
        return any(a and b and word_key(a) != word_key(b) for a, b in pairs)

    @property
    def mailbox(self) -> str:
        return self.email.strip().casefold()
