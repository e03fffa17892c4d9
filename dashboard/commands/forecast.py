"""`forecast`: makes the forecasts of the year and the season that run, as at a month's end."""

from dashboard.commands.saying import say_both
from dashboard.forecasts.making import at_month_end
from dashboard.words import N_
from db.actors import SYSTEM


def forecast() -> None:
    """Make and store all forecasts, and say how many there are; the same are not stored twice."""
    number = at_month_end(SYSTEM)
    say_both(N_("Forecasts as of today: {number}. The same are not stored twice."), number=number)
