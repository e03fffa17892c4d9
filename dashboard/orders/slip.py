"""The dispatch slip (SPEC table 1) in three copies on one sheet of A4, ready to print."""

from __future__ import annotations

from html import escape

from dashboard.looks import moment_text
from dashboard.orders.words import address, class_name, unit_words
from dashboard.words import N_, _, language
from db.orders.reading import OrderRow, StepRow

COPIES = (
    ("white", N_("Copy 1 (white): company")),
    ("red", N_("Copy 2 (red): station")),
    ("yellow", N_("Copy 3 (yellow): service team")),
)

STYLE = """
@page { size: A4 portrait; margin: 8mm; }
* { box-sizing: border-box; }
body { font: 10pt/1.3 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  color: #16202c; background: #fff; margin: 0 auto; width: 194mm; }
section { height: 92mm; padding: 3mm 4mm; border: 1px solid #5b6672; overflow: hidden;
  break-inside: avoid; margin-bottom: 2mm; print-color-adjust: exact;
  -webkit-print-color-adjust: exact; }
section.red { background: #fdeaea; } section.yellow { background: #fdf8dc; }
header { display: flex; align-items: baseline; gap: 4mm; margin-bottom: 2mm; }
h1 { font-size: 13pt; margin: 0; flex: 1; } header p { margin: 0; font-size: 9pt; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { border: 1px solid #5b6672; padding: .7mm 1.5mm; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; height: 6.6mm; }
th { font-weight: 600; width: 24mm; } td { font-variant-numeric: tabular-nums; }
tr.tall td { height: 15mm; } .more { max-height: 13mm; overflow: hidden; }
@media screen { body { padding: 8mm 0; } }
"""


def slip(row: OrderRow, steps: list[StepRow]) -> bytes:
    """The slip in UTF-8; every text is escaped, and it loads nothing from elsewhere."""
    title = _("Dispatch slip {number}", number=row.number)
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    copies = "".join(_copy(row, steps, colour, _(name)) for colour, name in COPIES)
    return (
        f'<!doctype html><html lang="{"en" if language() == "en" else "zh-CN"}"><head>'
        f'<meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<style>{STYLE}</style></head><body>{copies}</body></html>"
    ).encode()


def _copy(row: OrderRow, steps: list[StepRow], colour: str, name: str) -> str:
    taken_by = next((step.person for step in steps if step.kind == "open"), "")
    received_by = next((step.person for step in reversed(steps) if step.kind == "take"), "")
    agreed = "" if row.appointment_at is None else moment_text(row.appointment_at)
    sent = "" if row.dispatched_at is None else moment_text(row.dispatched_at)
    lines = (
        _pair(_("Unit"), unit_words(row), _("Station"), row.station),
        _pair(_("Taken at"), moment_text(row.reported_at), _("Taken by"), taken_by),
        _pair(_("Class"), class_name(row.order_class), _("Appointment"), agreed),
        _wide(_("Address"), address(row)),
        _pair(_("Contact"), row.contact, _("Telephone"), row.telephone),
        _wide(_("What is wanted"), row.problem, tall=True),
        _pair(_("Sent at"), sent, _("Received by"), received_by),
        _pair(_("Supervisor"), "", _("Call-back at"), ""),
        _pair(_("Caller"), "", _("Result of the call-back"), ""),
    )
    head, number = _("Dispatch slip"), _("No. {number}", number=row.number)
    return (
        f'<section class="{colour}"><header><h1>{escape(head)}</h1>'
        f"<p>{escape(number)}</p><p>{escape(name)}</p></header>"
        f"<table><tbody>{''.join(lines)}</tbody></table></section>"
    )


def _pair(name: str, value: str, other: str, second: str) -> str:
    return (
        f"<tr><th>{escape(name)}</th><td>{escape(value)}</td>"
        f"<th>{escape(other)}</th><td>{escape(second)}</td></tr>"
    )


def _wide(name: str, value: str, *, tall: bool = False) -> str:
    kind = ' class="tall"' if tall else ""
    said = f'<div class="more">{escape(value)}</div>'
    return f'<tr{kind}><th>{escape(name)}</th><td colspan="3">{said}</td></tr>'
