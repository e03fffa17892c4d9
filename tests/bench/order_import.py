"""A file of 100,000 orders from its bytes to the rows in the database, and a second time."""

from __future__ import annotations

import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import Workbook
from sqlalchemy import update

from dashboard.commands.project import ROOT
from dashboard.order_import import desk
from dashboard.order_import.mapping import reading_of
from dashboard.order_import.reading import digest_of, read_file
from db import organisation, persons
from db.actors import SYSTEM, Role
from db.migrate import upgrade
from db.models import Division
from db.session import database
from tests.bench import Figure
from tests.staff import actor_of, give

ORDERS = 100_000
MOST_SECONDS, MOST_MB = 60, 500
HEADINGS = (
    *("工单编号", "受理时间", "派单时间", "接单时间", "到场时间", "处理完成时间", "办结时间"),
    *("工单类别", "承办单位", "小区", "楼号", "单元", "室号", "联系人", "联系电话", "问题描述"),
    *("处理结果", "满意度"),
)
CLASSES = ("热线工单", "12345工单", "紧急工单", "报修")


def run() -> list[Figure]:
    """Take a CSV file and a workbook in, each in a process of its own, twice in a row."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, "orders.csv"), Path(folder, "orders.xlsx")]
        write_csv(files[0])
        write_workbook(files[1])
        return [figure for file in files for figure in measured(file)]


def measured(file: Path) -> list[Figure]:
    """The figures of one file."""
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{file}.db"}
    command = [sys.executable, "-m", "tests.bench.order_import", str(file)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    size = f"{ORDERS:,} orders from {file.suffix}"
    memory = max(told["memory"])
    changed = [told["second"][name] for name in ("new", "changed", "conflicts", "faults")]
    return [
        Figure(
            f"taking {size} in, from the file to the rows",
            told["seconds"][0],
            "s",
            f"<= {MOST_SECONDS} s",
            f"the second time, which changes nothing, {told['seconds'][1]:.1f} s",
            told["seconds"][0] <= MOST_SECONDS and told["first"]["new"] == ORDERS,
        ),
        Figure(
            f"memory of the process that takes {size} in, twice",
            memory,
            "MB",
            f"<= {MOST_MB} MB",
            f"{told['memory'][0]:.0f} MB before the file was opened",
            memory <= MOST_MB,
        ),
        Figure(
            f"rows that change when {size} come a second time",
            sum(changed),
            "rows",
            "0 rows",
            f"{told['second']['same']:,} unchanged",
            not any(changed) and told["second"]["same"] == ORDERS,
        ),
    ]


def lines() -> Iterator[list[Any]]:
    """Orders of two years, as a hotline system exports them; always the same."""
    random, start = Random(1), datetime(2024, 11, 1, tzinfo=UTC).replace(tzinfo=None)
    for number in range(ORDERS):
        moments = [start + timedelta(seconds=600 * number + random.randrange(500))]
        for _each in range(5):
            moments.append(moments[-1] + timedelta(minutes=random.randrange(1, 60)))
        yield [
            *(f"RX{number:08d}", *moments, random.choice(CLASSES)),
            *(f"HC-0{random.randrange(1, 9)}", f"小区{random.randrange(300)}"),
            *(str(random.randrange(1, 40)), str(random.randrange(1, 6))),
            *(str(random.randrange(100, 2600)), "张三", f"138{random.randrange(10**8):08d}"),
            f"家中温度低，暖气不热，第{number}件，请尽快上门处理",
            *("已上门处理，放气后恢复正常", random.choice(("满意", "不满意"))),
        ]


def write_csv(file: Path) -> None:
    """The orders as a text file."""
    with file.open("w", newline="", encoding="gb18030") as opened:
        table = csv.writer(opened)
        table.writerow(HEADINGS)
        table.writerows(lines())


def write_workbook(file: Path) -> None:
    """The orders as a workbook."""
    book = Workbook(write_only=True)
    page = book.create_sheet("工单明细")
    page.append(HEADINGS)
    for line in lines():
        page.append(line)
    book.save(file)


def take_in(file: Path) -> dict[str, Any]:
    """Take a file in twice by an agent: counts, seconds, and memory in MB."""
    upgrade(os.environ["DATABASE_URL"])
    with database().write(SYSTEM) as session:
        division = organisation.add_division(session, "HC", "供热服务中心", "Heating Service")
        session.execute(update(Division).values(regulations="HEAT"))
        for number in range(1, 9):
            names = (f"HC-0{number}", f"第{number}供热站", f"Station {number}")
            organisation.add_unit(session, division.id, *names)
        person = persons.add_person(session, "G01", "客服").id
        give(session, person, Role.AGENT, division_id=division.id)
    actor, memory, seconds, counts = actor_of(person), [peak()], [], []
    for _each in range(2):
        begun = time.perf_counter()
        content = file.read_bytes()
        table, digest = read_file(content), digest_of(content)
        saved = desk.start(actor).saved("热线")
        reading = reading_of(saved, "HC", table.headings)
        given = desk.File("热线", division.id, file.name, digest, table, reading)
        counts.append(desk.take_in(actor, desk.look(actor, given)))
        seconds.append(time.perf_counter() - begun)
        memory.append(peak())
        del content, table, given
    return {"seconds": seconds, "memory": memory, "first": counts[0], "second": counts[1]}


def peak() -> float:
    """The most memory the process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.stdout.write(json.dumps(take_in(Path(sys.argv[1]))))
