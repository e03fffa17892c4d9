"""How a unit kept a commitment in a month: the numbers, and what can be said by them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class Figure:
    """How a unit kept a commitment in a month: `kept` of `of`, and `open` not decided yet.

    `unmeasured` are so many of which it cannot be known; they are in no share. `why` says
    as a message why there is no share, empty where there is one.
    """

    code: str
    kept: int
    of: int
    open: int
    why: str = ""
    unmeasured: int = 0

    @property
    def share(self) -> Fraction | None:
        """The exact share that was kept; None where nothing was measured, which is not 0."""
        return Fraction(self.kept, self.of) if self.of else None

    def met(self, least: Decimal, *, over: bool = True) -> bool | None:
        """Whether the bound is reached; None where nothing was measured or it is not decided yet.

        It is decided once nothing that is open, and while the month is not `over` nothing that may
        still come, can turn it.
        """
        if not self.of:
            return None
        if not over:
            return False if least == 1 and self.kept < self.of else None
        of, bound = self.of + self.open, Fraction(least)
        if Fraction(self.kept, of) >= bound:
            return True
        return False if Fraction(self.kept + self.open, of) < bound else None
