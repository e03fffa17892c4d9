"""A shift's summary as one page of HTML that needs nothing else: to print, to sign and to file."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from html import escape
from typing import Any

from dashboard.words import _, language

STYLE = """
@page { size: A4 portrait; margin: 16mm; }
body { font: 11pt/1.5 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  color: #16202c; background: #fff; margin: 0 auto; padding: 8mm; max-width: 178mm; }
h1 { font-size: 18pt; margin: 0 0 2mm; } h2 { font-size: 12pt; margin: 6mm 0 2mm; }
p { margin: 1mm 0; }
table { border-collapse: collapse; width: 100%; margin-top: 4mm; }
thead { display: table-header-group; } tr { break-inside: avoid; }
th, td { border: 1px solid #9aa4ae; padding: 1.5mm 2mm; text-align: right; }
th { background: #e9edf2; font-weight: 600; } tbody th { background: none; font-weight: 400; }
tr > :first-child { text-align: left; } td { font-variant-numeric: tabular-nums; }
tbody tr:last-child > * { font-weight: 700; border-top-width: 2px; }
.sign { display: grid; grid-template-columns: repeat(2, 1fr); gap: 8mm; margin-top: 14mm; }
.sign div { border-top: 1px solid #16202c; padding-top: 1mm; }
.hash { font: 8pt/1.4 monospace; color: #5b6672; overflow-wrap: anywhere; }
@media print { body { padding: 0; max-width: none; } }
"""

WIDE = """
@page { size: A4 landscape; } body { max-width: 265mm; font-size: 10pt; }
th, td { text-align: left; } .tight, thead th, tbody th { white-space: nowrap; }
"""

_TIGHT = ' class="tight"'


def page(
    title: str,
    facts: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[tuple[str, str]],
    *,
    remarks: Sequence[str] = (),
    seal: str = "",
    signers: Sequence[str] = (),
    wide: bool = False,
    tight: Collection[str] = (),
) -> bytes:
    """The page in UTF-8; every text is escaped, and it can load nothing from elsewhere.

    `columns` are keys and headings, the last of the rows is the sum; `seal` is the hash under
    which it was signed; `signers` say who signs, and `wide` turns the paper for many words,
    where the columns in `tight` stay on one line.
    """
    heads = "".join(f'<th scope="col">{escape(label)}</th>' for _key, label in columns)
    body = "".join(_line(row, columns, tight) for row in rows)
    signs = "".join(
        f"<div>{escape(who)}</div>" for who in signers or (_("Summed up by"), _("Supervisor"))
    )
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return "".join(
        (
            f'<!doctype html><html lang="{"en" if language() == "en" else "zh-CN"}">',
            f'<head><meta charset="utf-8"><title>{escape(title)}</title>',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            f"<style>{STYLE}{WIDE if wide else ''}</style></head><body><h1>{escape(title)}</h1>",
            *(f"<p>{escape(fact)}</p>" for fact in facts),
            f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>",
            *(f"<p>{escape(remark)}</p>" for remark in remarks),
            f'<div class="sign">{signs}</div>',
            f'<p class="hash">{escape(seal)}</p>' if seal else "",
            "</body></html>",
        )
    ).encode()


def _line(
    row: Mapping[str, Any], columns: Sequence[tuple[str, str]], tight: Collection[str]
) -> str:
    (first, _label), *rest = columns
    cells = "".join(
        f"<td{_TIGHT if key in tight else ''}>{escape(str(row[key]))}</td>" for key, _label in rest
    )
    return f'<tr><th scope="row">{escape(str(row[first]))}</th>{cells}</tr>'
