"""The measurements of tests/bench, run and set as one table of figures and bars."""

import importlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

import typer

from dashboard.commands.project import ROOT, CommandRefused

HEADINGS = ("figure", "value", "bar", "compared with", "verdict")


class Figure(Protocol):
    """What a measurement hands back; see `tests.bench.Figure`."""

    @property
    def name(self) -> str: ...
    @property
    def value(self) -> float: ...
    @property
    def unit(self) -> str: ...
    @property
    def bar(self) -> str: ...
    @property
    def compared_with(self) -> str: ...
    @property
    def passed(self) -> bool: ...


class NoSuchMeasurement(CommandRefused):
    """A measurement was asked for that tests/bench does not have."""


def names(folder: Path = ROOT / "tests" / "bench") -> list[str]:
    """The measurements there are, by module name."""
    return sorted(file.stem for file in folder.glob("*.py") if not file.stem.startswith("_"))


def run(wanted: Sequence[str]) -> bool:
    """Runs the wanted measurements, or all; prints the table; whether every bar was met."""
    known = names()
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise NoSuchMeasurement(
            f"No measurement {', '.join(unknown)}; there are: {', '.join(known)}."
        )
    figures: list[Figure] = []
    for name in wanted or known:
        typer.echo(f"Measuring {name} …")
        figures += importlib.import_module(f"tests.bench.{name}").run()
    typer.echo(table(figures))
    return all(figure.passed for figure in figures)


def table(figures: Iterable[Figure]) -> str:
    """The figures as aligned text, one a line."""
    rows = [HEADINGS, *(row(figure) for figure in figures)]
    widths = [max(len(line[column]) for line in rows) for column in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in rows
    )


def row(figure: Figure) -> tuple[str, str, str, str, str]:
    """One figure's cells, in the order of the headings."""
    value = f"{figure.value:.4g} {figure.unit}".rstrip()
    verdict = "met" if figure.passed else "NOT MET"
    return figure.name, value, figure.bar, figure.compared_with, verdict
