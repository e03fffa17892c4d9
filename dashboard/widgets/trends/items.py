"""Item by item: where points are lost, and the hotline's figures against the shift's means."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import streamlit as st

from checklists.catalogue_loader import load_catalogue
from checklists.exact import half_up
from checklists.model import Item
from checklists.periods import Period
from dashboard.charts.grid import hotline_chart
from dashboard.charts.losses import losses_chart, percent, tenths
from dashboard.charts.waterfall import short
from dashboard.looks import clause_text, period_text, today
from dashboard.trends.hotline import Comparison, Hotline, rounded
from dashboard.trends.losses import Loss, Losses
from dashboard.trends.use_cases import against_the_shift, points_lost
from dashboard.view import View
from dashboard.widgets.sheets import sheet_name
from dashboard.widgets.table import Column
from dashboard.widgets.trends import parts
from dashboard.widgets.view_filter import chosen_words
from dashboard.words import _, language
from db.actors import Actor

HIGH = 640
"""Of the long table of items so many pixels are shown at once."""


def show_losses(actor: Actor, view: View) -> None:
    """The items by points lost, and the same as a table."""
    losses = points_lost(actor, view)
    if not losses.audits:
        parts.nothing(view)
        return
    items = _items(view)
    wordings = {code: item.wording.get(language()) for code, (_sheet, item) in items.items()}
    sentence = lost_words(losses, view, wordings)
    st.markdown(sentence)
    if not losses.rows:
        parts.behind(losses.audits)
        return
    parts.draw(losses_chart(losses, wordings, dark=parts.is_dark()), sentence, key="trends-losses")
    parts.behind(losses.audits)
    title = " · ".join([_("Points lost by item"), period_text(view.period or "")])
    columns = [
        Column("item", _("Item"), kind="code"),
        Column("sheet", _("Sheet"), under="wording"),
        Column("wording", _("Requirement and clause"), width="16rem"),
        Column("lost", _("Points lost"), kind="number"),
        Column(
            "mean",
            _("An audit"),
            kind="number",
            help=_("Points lost an audit that asks it."),
            under="lost",
        ),
        Column("hit", _("Audits with a loss"), kind="number"),
        Column("share", _("Share of all"), kind="number"),
        Column("running", _("Up to here"), kind="number", under="share"),
    ]
    rows = [_loss_row(loss, items) for loss in losses.rows]
    parts.listed(
        rows, columns, chart="trends-losses", name=title, about=parts.about(view), max_height=HIGH
    )


def show_hotline(actor: Actor, view: View) -> None:
    """Own means beside the means of the shift, and the same as a table."""
    found = against_the_shift(actor, view)
    items = [one for one in found.items if any(month.number for month in one.months)]
    if not items:
        parts.nothing(view, _no_figures(view))
        return
    sentence = _kept(found, view)
    st.markdown(sentence)
    parts.draw(hotline_chart(found, dark=parts.is_dark()), sentence, key="trends-hotline")
    parts.behind(found.audits)
    title = " · ".join([_("Hotline against the shift"), period_text(view.period or "")])
    columns = [
        Column("item", _("Item"), kind="code"),
        Column("group", _("Compared")),
        Column("number", _("Figures"), kind="number"),
        Column("own", _("Own mean"), kind="number"),
        Column("mean", _("Mean of the shift"), kind="number"),
        Column("gap", _("Difference"), kind="number"),
        Column("kept", _("As good or better"), kind="number"),
    ]
    rows = [_compared_row(one) for one in found.items]
    about = parts.about(view.but(sheet=None))
    parts.listed(rows, columns, chart="trends-hotline", name=title, about=about)


def lost_words(losses: Losses, view: View, wordings: Mapping[str, str]) -> str:
    """How many points were lost, and on how few items; the dearest is named by code and words."""
    period = period_text(view.period or "")
    if not losses.rows:
        return _("**{period}**: no point was lost.", period=period)
    dearest = losses.rows[0].item
    # What stands in brackets explains the name and is no part of it.
    words = wordings.get(dearest, "").partition("（")[0].partition(" (")[0]
    return _(
        "**{period}**: {total} points were lost in all, half of them on {half} of {items} items; "
        "most on {item}.",
        period=period,
        total=tenths(losses.total),
        half=losses.half,
        items=len(losses.rows),
        item=f"{dearest} {short(words)}".strip(),
    )


def _items(view: View) -> dict[str, tuple[str, Item]]:
    on = min(Period.parse(view.period or str(today().year)).last_day, today())
    return {
        item.code: (code, item)
        for code, sheet in load_catalogue().sheets(on).items()
        for item in sheet.items
    }


def _wording(item: Item) -> str:
    return f"{item.wording.get(language())} · {clause_text(str(item.reference))}"


def _loss_row(loss: Loss, items: Mapping[str, tuple[str, Item]]) -> dict[str, Any]:
    sheet, item = items.get(loss.item, (None, None))
    return {
        "item": loss.item,
        "sheet": None if sheet is None else sheet_name(sheet),
        "wording": None if item is None else _wording(item),
        "lost": loss.lost,
        "mean": loss.mean,
        "hit": _("{hit} of {asked}", hit=loss.hit, asked=loss.asked),
        "share": {
            "text": percent(loss.share),
            "sort": half_up(loss.share, 6),
            "bar": float(loss.share),
        },
        "running": {"text": percent(loss.running), "sort": half_up(loss.running, 6)},
    }


def _no_figures(view: View) -> str:
    """That a unit has no figures of the hotline; empty where none is chosen."""
    unit = chosen_words(view).get("unit")
    return "" if unit is None else _("{unit} has no figures of the hotline.", unit=unit)


def _kept(found: Hotline, view: View) -> str:
    scored = [one for one in found.items if one.period.number]
    period = period_text(view.period or "")
    if not scored:
        return _(
            "**{period}**: no figures of this period; earlier months are drawn.", period=period
        )
    number = sum(one.period.number for one in scored)
    kept = sum(one.period.kept for one in scored)
    worst = min(scored, key=lambda one: Fraction(one.period.kept, one.period.number))
    return _(
        "**{period}**: {kept} of {number} figures are as good as the mean of the shift or better; "
        "fewest on {item} {name}, {low} of {all}.",
        period=period,
        kept=kept,
        number=number,
        item=worst.item.code,
        name=worst.item.group.get(language()),
        low=worst.period.kept,
        all=worst.period.number,
    )


def _compared_row(one: Comparison) -> dict[str, Any]:
    gap = rounded(one.period.gap)
    return {
        "item": one.item.code,
        "group": one.rule.actual.get(language()),
        "number": one.period.number,
        "own": rounded(one.period.own),
        "mean": rounded(one.period.mean),
        "gap": gap,
        "kept": _("{hit} of {asked}", hit=one.period.kept, asked=one.period.number),
    }
