"""The words of the screens: collected from the sources, compared with their Chinese."""

import io
import string
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import PoFileError, read_po, write_po

from dashboard.commands.project import ROOT, CommandRefused

SOURCES = ("checklists", "db", "dashboard", "pages")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
LANGUAGE = "zh_CN"
PO = Path("dashboard", "locale", LANGUAGE, "LC_MESSAGES", "heng.po")
MEND = "python -m dashboard words, then fill in the empty msgstr"
# Written by hand: Babel's own header carries dates, which would change at every update.
HEADER = """\
# The Chinese of every word on the screens; the msgids are English.
# Kept in order by `python -m dashboard words`.
msgid ""
msgstr ""
"Language: zh_CN\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


class CatalogueBroken(CommandRefused):
    """The Chinese catalogue is no readable gettext file; says the line."""


def collect(root: Path = ROOT) -> Catalog:
    """Every msgid of the sources below `root`, with where it stands."""
    catalog = Catalog(locale=LANGUAGE)
    for source in SOURCES:
        if not (root / source).is_dir():
            continue
        found = extract_from_dir(root / source, [("**.py", "python")], keywords=KEYWORDS)
        for file, line, msgid, _comments, _context in found:
            catalog.add(msgid, locations=[(f"{source}/{file}", line)])
    return catalog


def read(root: Path = ROOT) -> Catalog:
    """The Chinese catalogue as it is written, empty when there is none yet."""
    file = root / PO
    if not file.exists():
        return Catalog(locale=LANGUAGE)
    with file.open("rb") as written:
        try:
            return read_po(written, locale=LANGUAGE, abort_invalid=True)
        except PoFileError as broken:
            raise CatalogueBroken(f"{PO.as_posix()} cannot be read: {broken}") from None


def render(catalog: Catalog) -> str:
    """The catalogue's text: in order of msgid, no line numbers, no dates, nothing obsolete."""
    text = io.BytesIO()
    write_po(
        text,
        catalog,
        width=0,
        no_location=True,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
    )
    return HEADER + text.getvalue().decode().strip() + "\n"


def update(root: Path = ROOT) -> int:
    """Writes the catalogue anew with what the sources say; how many still lack Chinese."""
    catalog = read(root)
    catalog.update(collect(root), no_fuzzy_matching=True)
    file = root / PO
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(render(catalog), encoding="utf-8", newline="\n")
    return sum(1 for message in messages(catalog) if not translated(message))


def faults(root: Path = ROOT) -> list[str]:
    """What is wrong between sources and Chinese, a sentence each; empty when nothing is."""
    try:
        catalog = read(root)
    except CatalogueBroken as broken:
        return [str(broken)]
    sources = collect(root)
    found = [fault for message in messages(sources) for fault in faults_of(message, catalog)]
    found += [
        f"obsolete, no source says it: {named(message)}"
        for message in messages(catalog)
        if message.id not in sources
    ]
    if not found and (root / PO).exists() and (root / PO).read_text("utf-8") != render(catalog):
        found.append(f"{PO.as_posix()} is not in the order and form that the command writes")
    return found


def faults_of(source: Message, catalog: Catalog) -> Iterable[str]:
    """What is wrong with the Chinese of one msgid."""
    place = ", ".join(f"{file}:{line}" for file, line in source.locations)
    message = catalog.get(source.id)
    if message is None or not translated(message):
        yield f"no Chinese: {named(source)} ({place})"
    elif message.fuzzy:
        yield f"Chinese marked fuzzy, so not sure: {named(source)} ({place})"
    elif isinstance(message.id, str) is not isinstance(source.id, str):
        yield f"plural on one side only: {named(source)} ({place})"
    else:
        wanted = set().union(*map(placeholders, forms(source.id)))
        for form in forms(message.string):
            if placeholders(form) != wanted:
                there = ", ".join(sorted(wanted)) or "none"
                yield f"other placeholders than {there}: {named(source)} -> {form!r} ({place})"


def messages(catalog: Catalog) -> list[Message]:
    """The catalogue's messages without its header, in order."""
    return sorted((message for message in catalog if message.id), key=named)


def forms(text: str | Iterable[str] | None) -> tuple[str, ...]:
    """One text, or the forms of a plural, always as a tuple."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def translated(message: Message) -> bool:
    """Whether every form has words."""
    return bool(message.string) and all(form.strip() for form in forms(message.string))


def named(message: Message) -> str:
    """The msgid as it is shown in a report."""
    return repr(forms(message.id)[0])


def placeholders(text: str) -> set[str]:
    """The names in braces of a text, such as {count}; a broken brace counts as itself."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return {f"unreadable braces in {text!r}"}
