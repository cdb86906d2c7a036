"""How near two spellings of one part of a name are."""

from dataclasses import dataclass
from enum import Enum, unique


@unique
class Kin(Enum):
    """What separates two spellings of one part; the value is how much is left of the agreement."""

    SAME = 1.0
    ACROSS = 0.99
    """The same if one is the Ukrainian spelling and the other the Russian one, else informal."""
    INFORMAL = 0.95
    """They sound the same by an informal spelling, or but for a soft sign."""
    GENDER = 0.93
    SHORT = 0.92
    """A short form, or a variant, of the same given name."""
    HALF = 0.85
    """One half of a double name."""
    TYPO = 0.88
    TWO_TYPOS = 0.7
    INITIAL = 0.8
    """One of the two is an initial, and it agrees."""
    OTHER_INITIAL = 0.72
    """An initial that agrees only with the form the name has in the other language."""
    OTHER_FAMILY = 0.5
    """Near, but both are family names themselves."""
    FAR = 0.48
    """Two typing errors or an unlikely one, and nothing but the given name beside it agrees."""
    NONE = 0.0


@dataclass(frozen=True, slots=True)
class Nearness:
    """What separates two spellings of one part, and how many typing errors.

    Args:
        mistakes: weighed, see `mistakes_between`; 0 if none is needed to explain the difference.
    """

    kin: Kin
    mistakes: float = 0.0

    @property
    def weight(self) -> float:
        """How much is left of the agreement, from 0 to 1; for putting matches in order."""
        return self.kin.value - 0.1 * max(0.0, self.mistakes - 1) if self.mistakes else self.kin.value

    @classmethod
    def mistyped(cls, mistakes: float, *, length: int) -> "Nearness":
        """Take so many typing errors for what they are in a name of so many letters.

        Args:
            length: of the shorter spelling.
        """
        if mistakes > allowed_mistakes(length):
            return DIFFERENT
        return cls(Kin.TYPO if mistakes < 2 else Kin.TWO_TYPOS, mistakes)


def allowed_mistakes(length: int) -> float:
    """How many typing errors, weighed, a name of so many letters may hold and still be meant."""
    if length < 3:
        return 0.0
    return 1.5 if length < 5 else 2.5


SAME = Nearness(Kin.SAME)
INFORMAL = Nearness(Kin.INFORMAL)
DIFFERENT = Nearness(Kin.NONE)
OTHER_FAMILY = Nearness(Kin.OTHER_FAMILY)
