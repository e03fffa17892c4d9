"""The forecasts of tests/backtest on years whose end is known, reported in docs/forecast.md.

A module there has `run() -> Section`; each keeps its own section of the report, so that one can be
made anew without the others.
"""

from __future__ import annotations

import importlib
import os
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import typer

from dashboard.commands.bench import Figure, NoSuchMeasurement, names, table
from dashboard.commands.project import ROOT

FOLDER = ROOT / "tests" / "backtest"
REPORT = ROOT / "docs" / "forecast.md"
HEADING = """# How good the forecasts are

Written by `make backtest`: years are invented, forecast after some of their months, and compared
with how they ended. Nothing here is about real units.
"""
MARK = re.compile(r"^<!-- (\w+) -->\n", re.MULTILINE)


class Section(Protocol):
    """What a module hands back: its text in Markdown, and the figures with their bars."""

    @property
    def text(self) -> str: ...
    @property
    def figures(self) -> Sequence[Figure]: ...


def run(wanted: Sequence[str]) -> bool:
    """Runs the wanted modules, or all, and writes their sections; whether every bar was met."""
    known = names(FOLDER)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise NoSuchMeasurement(f"No backtest {', '.join(unknown)}; there are: {', '.join(known)}.")
    # One thread is what the figures are about; numpy reads this when it is first imported.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    figures: list[Figure] = []
    for name in wanted or known:
        typer.echo(f"Forecasting {name} …")
        begin = time.perf_counter()
        section: Section = importlib.import_module(f"tests.backtest.{name}").run()
        typer.echo(f"  {time.perf_counter() - begin:.0f} s")
        write(name, section.text)
        figures += section.figures
    typer.echo(table(figures))
    return all(figure.passed for figure in figures)


def write(name: str, text: str, report: Path = REPORT) -> None:
    """Puts a section into the report in the place of its former self, or at its end."""
    held = sections(report.read_text("utf-8")) if report.exists() else {}
    held[name] = text
    parts = [f"<!-- {key} -->\n{held[key].strip()}\n" for key in sorted(held)]
    report.write_text("\n".join([HEADING, *parts]), encoding="utf-8")


def sections(text: str) -> dict[str, str]:
    """The sections of a report by the name of their module."""
    pieces = MARK.split(text)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))
