"""The commands: `python -m dashboard COMMAND`, the same with and without make."""

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, cast

try:
    import typer
except ModuleNotFoundError:
    sys.exit(
        "还没有安装所需的程序包。 The packages are not installed yet. Install them:\n"
        f"  {sys.executable} -m pip install -r requirements.txt"
    )

from checklists.errors import WordedError
from dashboard.commands import bench as benches
from dashboard.commands import check as checks
from dashboard.commands import serve as serving
from dashboard.commands import testing, tools, words
from dashboard.commands.project import DEMO_URL, ROOT, CommandRefused
from dashboard.words import say
from db import migrate as migrations
from db.session import database_url

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="衡 Heng: service quality inspection and evaluation.",
)

Port = Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")]
Host = Annotated[
    str, typer.Option(help="The address to listen on: 127.0.0.1 for this computer only.")
]
PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True}


@app.command()
def run(port: Port = 8501, host: Host = serving.EVERYWHERE) -> None:
    """Serve the demo organisation, which is made when it is not there yet."""
    from dashboard import demo as organisation
    from dashboard import logs

    serving.refuse_taken_port(host, port)
    logs.configure()
    migrations.upgrade(DEMO_URL)
    organisation.load_if_empty(DEMO_URL, typer.echo)
    serving.serve(DEMO_URL, host, port, demo=True)


@app.command()
def serve(port: Port = 8501, host: Host = serving.EVERYWHERE) -> None:
    """Serve the organisation's own data: DATABASE_URL, else an SQLite file under data/."""
    from dashboard import logs
    from dashboard.commands import admin as administrators

    serving.refuse_taken_port(host, port)
    logs.configure()
    migrations.upgrade(database_url())
    administrators.at_start()
    serving.serve(database_url(), host, port, demo=False)


@app.command()
def api(port: Port = 8502, host: Host = serving.EVERYWHERE) -> None:
    """Serve only the HTTP routes, in a process of their own, on the same DATABASE_URL."""
    from dashboard import logs

    serving.refuse_taken_port(host, port)
    logs.configure()
    serving.serve_routes(database_url(), host, port)


@app.command()
def migrate() -> None:
    """Bring the organisation's database to the newest tables."""
    migrations.upgrade(database_url())
    typer.echo("The database has the newest tables.")


@app.command()
def backup(file: Annotated[Path | None, typer.Argument(help="Where to write it.")] = None) -> None:
    """Write the organisation's data into one file and check it; the program may go on running."""
    from dashboard.commands import backup as backups

    backups.back_up(file)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file written by backup.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Move a present SQLite file aside.")
    ] = False,
) -> None:
    """Put a backup into an empty database."""
    from dashboard.commands import backup as backups

    backups.restore(file, replace=replace)


@app.command(name="verify")
def verify_trail() -> None:
    """Walk the trail of all that was done, and name what was changed in it."""
    from dashboard.commands import verify

    sys.exit(0 if verify.verify() else 1)


@app.command()
def rescore() -> None:
    """Score every submitted audit again from its answers, and name each score that differs."""
    from dashboard.commands import rescore as rescoring

    migrations.upgrade(database_url())
    sys.exit(0 if rescoring.run() else 1)


@app.command()
def forecast() -> None:
    """Make the forecasts of the year and the season that run, as at a month's end."""
    from dashboard.commands import forecast as forecasting

    migrations.upgrade(database_url())
    forecasting.forecast()


@app.command()
def admin(
    again: Annotated[
        bool, typer.Option("--again", help="Even though there is an administrator.")
    ] = False,
) -> None:
    """Make the first administrator: HENG_ADMIN_LOGIN and HENG_ADMIN_PASSWORD, else asked for."""
    from dashboard.commands import admin as administrators

    migrations.upgrade(database_url())
    administrators.make(again=again)


@app.command()
def demo() -> None:
    """Make the demo organisation's data anew; what was entered there is lost."""
    from dashboard import demo as organisation

    migrations.upgrade(DEMO_URL)
    organisation.renew(DEMO_URL, typer.echo)


@app.command()
def check(names: Annotated[list[str] | None, typer.Argument()] = None) -> None:
    """Check format, lint, imports, words, migrations and types, or only those NAMED."""
    failed = checks.run(names or ())
    typer.echo(checks.sum_up(failed))
    sys.exit(1 if failed else 0)


@app.command(context_settings=PASS_ON)
def test(context: typer.Context) -> None:
    """Run all checks and all tests; with arguments only pytest, with those arguments."""
    failed = [] if context.args else checks.run()
    passed = testing.run(context.args)
    if not context.args:
        typer.echo(checks.sum_up(failed))
    sys.exit(0 if passed and not failed else 1)


@app.command()
def bench(names: Annotated[list[str] | None, typer.Argument()] = None) -> None:
    """Measure, or only the NAMED measurements, and compare with the bars."""
    sys.exit(0 if benches.run(names or ()) else 1)


@app.command()
def backtest(names: Annotated[list[str] | None, typer.Argument()] = None) -> None:
    """Forecast synthetic years whose end is known, or only the NAMED ones; minutes to an hour."""
    from dashboard.commands import backtest as backtests

    sys.exit(0 if backtests.run(names or ()) else 1)


@app.command()
def screenshots() -> None:
    """Take the pictures of the screens with Chromium."""
    tools.chromium()
    sys.exit(tools.run(tools.python_tool("tests.browser.screenshots")))


@app.command(name="words")
def update_words() -> None:
    """Collect the words of the screens into the Chinese catalogue (for maintainers)."""
    missing = words.update()
    typer.echo(f"{words.PO.as_posix()} is up to date; {missing} still without Chinese.")


def main() -> None:
    """Runs the command; a refusal is said in plain words, without a traceback."""
    os.chdir(ROOT)
    for stream in (sys.stdout, sys.stderr):
        # An old Windows console has no Chinese: a question mark is better than a traceback.
        cast(TextIOWrapper, stream).reconfigure(errors="replace")
    try:
        app(prog_name="python -m dashboard")
    except CommandRefused as refusal:
        typer.echo(str(refusal), err=True)
        sys.exit(1)
    except WordedError as refusal:
        typer.echo(f"{say(refusal)}\n{refusal}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
