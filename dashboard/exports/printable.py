"""A filled sheet as one page of HTML that needs nothing else: to print, and to keep."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from html import escape

from checklists.exact import plain
from dashboard.exports import copy as copies
from dashboard.exports.copy import Copy, Line, Shot
from dashboard.looks import moment_text, points_text, score_text
from dashboard.photos.words import place_text
from dashboard.strokes import svg
from dashboard.words import _, language

STYLE = """
@page { size: A4 landscape; margin: 12mm; }
body { font: 11pt/1.45 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  color: #16202c; background: #fff; margin: 0 auto; padding: 8mm; max-width: 280mm; }
h1 { font-size: 18pt; margin: 0 0 3mm; }
dl { display: grid; grid-template-columns: repeat(3, auto 1fr); gap: 1mm 4mm; margin: 0 0 4mm; }
dt { color: #5b6672; } dd { margin: 0; }
table { border-collapse: collapse; width: 100%; font-size: 9pt; }
thead { display: table-header-group; } tr { break-inside: avoid; }
th, td { border: 1px solid #9aa4ae; padding: 1mm 1.5mm; text-align: left; vertical-align: top; }
th { background: #e9edf2; } .n { text-align: right; font-variant-numeric: tabular-nums; }
.k { font-size: 14pt; font-weight: 700; margin: 4mm 0 1mm; } p { margin: 1mm 0; }
.signature svg { width: 80mm; height: auto; border-bottom: 1px solid #16202c; }
.photos { display: flex; flex-wrap: wrap; gap: 4mm; } figure { margin: 0; width: 60mm;
  break-inside: avoid; font-size: 8pt; } figure img { width: 100%; } figcaption { color: #5b6672; }
@media print { body { padding: 0; max-width: none; } }
"""


def page(copy: Copy) -> bytes:
    """The page in UTF-8; every text is escaped, and it can load nothing from elsewhere."""
    heading = escape(copies.title(copy))
    name = escape(copies.file_name(copy.audit, copy.sheet, "html").removesuffix(".html"))
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    parts = (
        f'<!doctype html><html lang="{"en" if language() == "en" else "zh-CN"}">'
        f'<head><meta charset="utf-8"><title>{name}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<style>{STYLE}</style></head><body><h1>{heading}</h1>",
        _facts(copy),
        _table(copy),
        _score(copy),
        *(f"<p>{escape(words)}</p>" for words in copies.remarks(copy)),
        _signature(copy),
        _photos(copy.shots),
        "</body></html>",
    )
    return "".join(parts).encode()


def _facts(copy: Copy) -> str:
    told = copies.facts(copy).items()
    return f"<dl>{''.join(f'<dt>{escape(k)}</dt><dd>{escape(v)}</dd>' for k, v in told)}</dl>"


def _table(copy: Copy) -> str:
    head = "".join(f"<th>{escape(word)}</th>" for word in copies.headings())
    rows = "".join(_row(line) for line in copies.lines(copy))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(line: Line) -> str:
    left = _("not scored") if line.left is None else points_text(line.left)
    deducted = "" if line.deducted is None else points_text(line.deducted)
    cells: Iterable[tuple[str, bool]] = (
        (str(line.number), True),
        (line.section, False),
        (line.group, False),
        (line.wording, False),
        (points_text(line.points), True),
        (line.rule, False),
        (left, True),
        (deducted, True),
        (line.why, False),
        (line.clause, False),
    )
    return "<tr>" + "".join(_cell(text, number) for text, number in cells) + "</tr>"


def _cell(text: str, number: bool) -> str:
    return f'<td class="n">{escape(text)}</td>' if number else f"<td>{escape(text)}</td>"


def _score(copy: Copy) -> str:
    score, full = copy.score, plain(copy.sheet.scheme.full_marks.value)
    k1, k2, k3 = plain(score.k1), points_text(score.k2), plain(score.k3)
    reached = f"{score_text(score.k)} / {full} · {copy.audit.period}"
    formula = f"K = K2 ÷ (K1 − K3) × {full} = {k2} ÷ ({k1} − {k3}) × {full}"
    grade = copies.grade_words(copy)
    return f'<p class="k">{escape(reached)} · {escape(grade)}</p><p>{escape(formula)}</p>'


def _signature(copy: Copy) -> str:
    found = copy.signature
    if found is None:
        return ""
    drawn = svg(found.strokes, _("Signature of {name}", name=found.name))
    shown = drawn if found.strokes else escape(_("Not signed by hand."))
    statement = f"<p>{escape(_('Statement') + _(': ') + found.statement)}</p>"
    return (
        f'<section class="signature"><h2>{escape(_("Signature of the audited person"))}</h2>'
        f"<p>{escape(copies.signed_words(found))}</p>"
        f"{statement if found.statement else ''}<div>{shown}</div></section>"
    )


def _photos(shots: Iterable[Shot]) -> str:
    figures = "".join(_figure(shot) for shot in shots)
    title = escape(_("Photos"))
    return f'<h2>{title}</h2><div class="photos">{figures}</div>' if figures else ""


def _figure(shot: Shot) -> str:
    taken = shot.row.taken_at
    told = [shot.row.item, shot.row.name, place_text(shot.row)]
    told.insert(1, "" if taken is None else moment_text(taken))
    caption = escape(" · ".join(text for text in told if text))
    if shot.thumbnail is None:
        picture = escape(_("The photo's file is not to be had."))
    else:
        data = b64encode(shot.thumbnail).decode()
        picture = f'<img alt="{escape(shot.row.item)}" src="data:image/jpeg;base64,{data}">'
    return f"<figure>{picture}<figcaption>{caption}</figcaption></figure>"
