"""The sheets and columns of the organisation's workbook, in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from checklists.errors import N_
from dashboard.words import language
from db.texts import CODE_LENGTH, NAME_LENGTH

EXPLANATIONS = ("说明", "Explanations")


@dataclass(frozen=True)
class Column:
    """One column: its headings, whether a cell may be empty, and what to write."""

    key: str
    zh: str
    en: str
    note: str
    needed: bool = True
    kind: Literal["text", "day"] = "text"
    most: int = NAME_LENGTH
    also: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The heading in the reader's language."""
        return self.en if language() == "en" else self.zh

    @property
    def names(self) -> set[str]:
        """Every heading it is known by, as `plain_name` writes it."""
        return {plain_name(name) for name in (self.zh, self.en, *self.also)}


@dataclass(frozen=True)
class Sheet:
    """One sheet: its names and its columns in order."""

    key: str
    zh: str
    en: str
    columns: tuple[Column, ...]

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.en if language() == "en" else self.zh

    @property
    def names(self) -> set[str]:
        """Every name it is known by, as `plain_name` writes it."""
        return {plain_name(self.zh), plain_name(self.en)}

    def column(self, key: str) -> Column:
        """One of its columns."""
        return next(column for column in self.columns if column.key == key)


def plain_name(text: str) -> str:
    """A name of a sheet or a column without blanks, stars and hyphens, in small letters."""
    return "".join(sign for sign in text.casefold() if not sign.isspace() and sign not in "*＊-_")


_CODE = Column(
    "code",
    "编号",
    "Code",
    N_("Tells it from others and never changes. A known code changes what is there."),
    most=CODE_LENGTH,
    also=("编码", "代码"),
)
_ZH = Column(
    "name_zh", "中文名称", "Chinese name", N_("The name in Chinese."), also=("名称", "Name")
)
_EN = Column(
    "name_en",
    "英文名称",
    "English name",
    N_("Empty: the name there is stays; new ones go by the Chinese name."),
    needed=False,
)


def _code_of(key: str, zh: str, en: str, note: str, *, needed: bool = True) -> Column:
    also = (zh.replace("编号", "代码"),)
    return Column(key, zh, en, note, needed=needed, most=CODE_LENGTH, also=also)


SHEETS = (
    Sheet(
        "divisions",
        "事业部",
        "Divisions",
        (
            _CODE,
            _ZH,
            _EN,
            Column(
                "regulations",
                "适用制度",
                "Regulations",
                N_(
                    "Tags of those it works under, with commas: {regulations}. "
                    "Empty: those there are stay; new divisions get {first}."
                ),
                needed=False,
                also=("适用规章", "规章制度"),
            ),
        ),
    ),
    Sheet(
        "units",
        "单位",
        "Units",
        (
            _CODE,
            _ZH,
            _EN,
            _code_of(
                "division",
                "事业部编号",
                "Division code",
                N_("The division's code. Another one moves the unit from the day given."),
            ),
            Column(
                "since",
                "归属起始日",
                "Member since",
                N_("Since when it belongs there. Empty: as it is; new units since 2000-01-01."),
                needed=False,
                kind="day",
            ),
        ),
    ),
    Sheet(
        "people",
        "人员",
        "People",
        (
            _CODE,
            Column("name", "姓名", "Name", N_("The person's name.")),
            Column(
                "login",
                "登录名",
                "Sign-in name",
                N_("Empty: the one there is stays. A first password is set on the page."),
                needed=False,
                most=80,
            ),
            Column(
                "email",
                "电子邮箱",
                "E-mail",
                N_("For signing in by OpenID. Empty: the one there is stays."),
                needed=False,
                also=("邮箱", "电子邮件"),
            ),
        ),
    ),
    Sheet(
        "roles",
        "角色",
        "Roles",
        (
            _code_of("person", "人员编号", "Person code", N_("The code of the person.")),
            Column("role", "角色", "Role", N_("One of: {roles}."), most=60),
            _code_of(
                "division",
                "事业部编号",
                "Division code",
                N_("For a head, and for an inspector of a whole division."),
                needed=False,
            ),
            _code_of(
                "unit",
                "单位编号",
                "Unit code",
                N_("For a representative, and for an inspector of one unit."),
                needed=False,
            ),
            Column("since", "开始日期", "From", N_("The first day, like 2026-11-22."), kind="day"),
            Column(
                "until",
                "结束日期",
                "Until",
                N_("The last day. Empty: until further notice."),
                needed=False,
                kind="day",
            ),
        ),
    ),
)
"""In the order in which they are read: each refers only to those before it."""


def sheet_of(key: str) -> Sheet:
    """One of the sheets."""
    return next(sheet for sheet in SHEETS if sheet.key == key)
