"""Where a score comes from: down to the answers and the photos behind it, and back."""

from dashboard.widgets.explain.page import asked_place, show_explained
from dashboard.widgets.frame import empty, heading
from dashboard.widgets.who import me
from dashboard.words import _

heading(
    _("Where a score comes from"),
    _("From a score down to the items, the answers and the photos behind it, and back."),
)
actor = me().actor
explained = asked_place(actor)
if explained is None:
    empty(
        _("Nothing has been submitted yet. There is something to explain with the first audit."),
        button=_("Score a sheet"),
        page="start",
    )
else:
    show_explained(explained, actor)
