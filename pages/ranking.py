"""The units of a period by score."""

from dashboard import reports
from dashboard.widgets.frame import empty, heading
from dashboard.widgets.pickers import pick_period
from dashboard.widgets.ranking import show_ranking
from dashboard.widgets.who import me
from dashboard.words import _

heading(_("Ranking"), _("Choose a period; units are ranked by their score over all sheets."))
actor = me().actor
period = pick_period(reports.periods(actor, "submitted"))
if period is None:
    empty(
        _("Nothing has been submitted yet. A ranking appears with the first submitted audit."),
        button=_("Score a sheet"),
        page="start",
    )
else:
    show_ranking(reports.ranking(actor, period))
