"""The twelve kinds of rules by which an item gains or loses points."""

from checklists.rules.base import Figures, Outcome, Rule
from checklists.rules.counted import Discretionary, Parts, PassFail, PerOccurrence
from checklists.rules.listed import Bonus, Demerit, OutageBands
from checklists.rules.measured import Proportional, TargetRate, TargetRateMax, TargetValueMax
from checklists.rules.tiers import Tiers

AnyRule = (
    PerOccurrence
    | PassFail
    | Discretionary
    | Parts
    | TargetRate
    | TargetRateMax
    | TargetValueMax
    | Tiers
    | OutageBands
    | Proportional
    | Bonus
    | Demerit
)

__all__ = [
    "AnyRule",
    "Bonus",
    "Demerit",
    "Discretionary",
    "Figures",
    "OutageBands",
    "Outcome",
    "Parts",
    "PassFail",
    "PerOccurrence",
    "Proportional",
    "Rule",
    "TargetRate",
    "TargetRateMax",
    "TargetValueMax",
    "Tiers",
]
