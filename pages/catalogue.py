"""The sheets and their items: points, rule, clause, and what each rests on."""

from checklists.catalogue_loader import load_catalogue
from dashboard.looks import today
from dashboard.widgets.catalogue import pick_sheet, show_scheme, show_sheet
from dashboard.widgets.frame import heading
from dashboard.widgets.standing_rules import show_standing_rules
from dashboard.words import _

heading(_("Catalogue"), _("What is scored, how points are lost, and the clause behind each item."))
sheet = pick_sheet()
show_sheet(sheet)
show_scheme(sheet.scheme)
show_standing_rules(load_catalogue().standing_rules(sheet.scheme.code, today()))
