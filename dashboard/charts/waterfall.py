"""A waterfall on its side: from one figure down and up, step by step, to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

import plotly.graph_objects as go

from dashboard.charts.frame import TEXT, Ink, plain_axis, said, set_up

ACCENT = {False: "#1F4E8C", True: "#5899D3"}
"""The colour of the two figures on a light and on a dark page."""
LESS = "#7F7F7F"
MORE = "#56B4E9"
ROW_HEIGHT = 30
LABEL_EM = 15
"""So wide a label may be, in Chinese characters; the hover text has the whole of it."""


@dataclass(frozen=True)
class Step:
    """One step: its name, by how much it goes up (below zero: down), and what the hover says.

    `hover` is markup: names in it have been through `said`. `key` is handed back where the step
    is tapped; without one there is nothing behind it. `gathered` stands for many small steps.
    """

    name: str
    by: Decimal
    hover: str = ""
    key: str = ""
    gathered: bool = False


def waterfall(
    start: tuple[str, Decimal],
    steps: Sequence[Step],
    end: tuple[str, Decimal],
    axis: str,
    *,
    dark: bool,
) -> go.Figure:
    """From a figure to a figure; the steps between add up to the difference.

    The axis begins below the lowest figure, and its title `axis` should say so.
    """
    ink = {"color": Ink.of(dark=dark).strong, "size": TEXT}
    after = list(accumulate((step.by for step in steps), initial=start[1]))
    least, most = _bounds(after)
    bars = [
        _total(start, least, dark=dark),
        *(_bar(step, before) for step, before in zip(steps, after[:-1], strict=True)),
        _total(end, least, dark=dark),
    ]
    figure = go.Figure(go.Bar(**{name: [bar[name] for bar in bars] for name in ("base", "x")}))
    figure.update_traces(
        orientation="h",
        y=list(range(len(bars))),
        text=[bar["text"] for bar in bars],
        textposition="outside",
        textfont=ink,
        cliponaxis=False,
        customdata=[bar["key"] for bar in bars],
        hovertext=[bar["hover"] for bar in bars],
        hovertemplate="%{hovertext}<extra></extra>",
        marker={
            "color": [bar["colour"] for bar in bars],
            "pattern": {"shape": [bar["pattern"] for bar in bars], "size": 6},
        },
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    names = [said(short(str(bar["name"]))) for bar in bars]
    return set_up(
        figure,
        70 + ROW_HEIGHT * len(bars),
        Ink.of(dark=dark),
        margin={"l": 8, "r": 72, "t": 8, "b": 40},
        bargap=0.35,
        clickmode="event+select",
        xaxis=plain_axis(range=[least, most], title=axis),
        yaxis=plain_axis(
            tickvals=list(range(len(bars))),
            ticktext=[
                f"<b>{name}</b>" if bar["total"] else name
                for name, bar in zip(names, bars, strict=True)
            ],
            tickfont=ink,
            autorange="reversed",
            automargin=True,
            showgrid=False,
        ),
    )


def lowest(figures: Sequence[Decimal]) -> Decimal:
    """Where the axis of a waterfall through these figures begins: 0, or a round figure below."""
    least, most = min(figures), max(figures)
    room = max((most - least) / 6, Decimal(1))
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if s >= room)
    return max(Decimal(0), (least - room) // step * step)


def short(text: str) -> str:
    """A label cut to its room: Chinese characters fill one, others about half."""
    em = 0.0
    for place, sign in enumerate(text):
        em += 1 if ord(sign) > 0x2E7F else 0.55
        if em > LABEL_EM:
            return f"{text[:place].rstrip()}…"
    return text


def signed(value: Decimal) -> str:
    """A figure with its sign, a true minus."""
    return f"{value:+}".replace("-", "−")


def _bounds(after: Sequence[Decimal]) -> tuple[float, float]:
    least, most = float(lowest(after)), float(max(after))
    return least, most + (most - least) * 0.02


def _total(figure: tuple[str, Decimal], least: float, *, dark: bool) -> dict[str, object]:
    name, value = figure
    return {
        "name": name,
        "total": True,
        "base": least,
        "x": float(value) - least,
        "text": f"<b>{value}</b>",
        "hover": f"{said(name)}  {value}",
        "colour": ACCENT[dark],
        "pattern": "",
        "key": "",
    }


def _bar(step: Step, before: Decimal) -> dict[str, object]:
    return {
        "name": step.name,
        "total": False,
        "base": float(min(before, before + step.by)),
        "x": float(abs(step.by)),
        "text": signed(step.by),
        "hover": step.hover or f"{said(step.name)}  {signed(step.by)}",
        "colour": MORE if step.by > 0 else LESS,
        "pattern": "/" if step.gathered else "",
        "key": step.key,
    }
