"""Documents of the meeting over 200 units: how long each takes, and LibreOffice's own digits."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import openpyxl

from checklists.exact import half_up
from checklists.periods import Period
from dashboard.documents import desk
from dashboard.documents.desk import Made
from dashboard.documents.ground import Ground, ground
from dashboard.documents.layout import FIRST, lay_out
from dashboard.looks import today
from db import grants
from db.actors import SYSTEM, Actor
from db.session import database
from tests.bench import Figure
from tests.bench._company import YEAR, make
from tests.bench._stage import serving

WORKBOOK_SECONDS, SLIDES_SECONDS, NOTICES_SECONDS = 15, 10, 30
PERIOD = Period.parse(str(YEAR))


def run() -> list[Figure]:
    """Each document of a year of 200 units; the first reading of all audits is not counted."""
    with serving("papers") as server:
        server.close()
        Path(server.url.removeprefix("sqlite:///")).unlink()
        company = make(server.url)
        os.environ["DATABASE_URL"] = server.url
        actor = acting(company.administrator)
        found = ground(actor, PERIOD)
        book, timed = made("Excel", desk.workbook, actor, WORKBOOK_SECONDS)
        _slides, slides = made("PowerPoint", desk.slides, actor, SLIDES_SECONDS)
        _letters, letters = made("Word, all notices", desk.notices, actor, NOTICES_SECONDS)
        return [timed, slides, letters, recomputed(book, found)]


def acting(person: int) -> Actor:
    """Somebody as signed in today."""
    with database().read(SYSTEM) as session:
        actor = grants.actor_of(session, person, today())
    assert actor is not None
    return actor


def made(
    name: str, make_it: Callable[[Actor, Period], Made], actor: Actor, most: float
) -> tuple[Made, Figure]:
    """A document, and how long it took from the click to the file."""
    begun, worked = time.perf_counter(), time.process_time()
    file = make_it(actor, PERIOD)
    seconds, worked = time.perf_counter() - begun, time.process_time() - worked
    size = len(file.content) / 1_000_000
    return file, Figure(
        f"{name} of 200 units and a year",
        seconds,
        "s",
        f"<= {most} s",
        f"{worked:.1f} s of it at work on one core; {size:.1f} MB",
        seconds <= most,
    )


def recomputed(book: Made, found: Ground) -> Figure:
    """How many scores LibreOffice computes to other digits than the program."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    name = "K and Q of the workbook recomputed by LibreOffice, other than the program's"
    if program is None:
        return Figure(f"{name}: LibreOffice is not installed", 0, "", "not measured", "-", True)
    with tempfile.TemporaryDirectory() as folder:
        file, saved = Path(folder) / "book.xlsx", Path(folder) / "saved"
        file.write_bytes(book.content)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir"]
        subprocess.run([*command, str(saved), str(file)], check=True, capture_output=True)
        content = (saved / "book.xlsx").read_bytes()
    told = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    layout, checked, other = lay_out(found), 0, 0
    for group in found.told.divisions:
        assert group.row is not None
        page = told[layout.divisions[group.row.id]]
        rows = [(row, unit.k) for row, unit in enumerate(group.units, start=FIRST)]
        for row, k in [*rows, (layout.totals[group.row.id] + 1, group.k)]:
            value = page[f"F{row}"].value
            is_same = half_up(Fraction(str(value)), 6) == k and page[f"H{row}"].value == 0
            checked, other = checked + 1, other + (not is_same)
    return Figure(name, other, "", "0", f"{checked} scores compared", other == 0 and checked > 200)
