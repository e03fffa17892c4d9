"""What an answer to a work order must say, no bare 'done', and what its photos can show."""

import re
from collections.abc import Iterable
from datetime import datetime

SHOWS = ("visit", "thermometer", "slip", "other")
"""What a photo of an order shows: the visit, the thermometer, the slip signed by the caller."""

SATISFACTIONS = ("satisfied", "dissatisfied", "not_asked")
"""What the customer said of the handling, or that nobody could be asked."""

LEAST = 4
"""An answer of fewer letters or signs cannot say what was the matter or what was done."""

_BLANK = re.compile(r"[\W_]+")
_WORDS = (
    r"已经|已|均|都|全部|全|现场|及时|我们|用户|客户|问题|故障|工单|该单|此单|情况|"
    r"处理|处置|完成|办结|办理|解决|修理|维修|修复|修好|弄好|搞定|做好|办好|上门|联系|回复|"
    r"完毕|完|好|毕|妥|了|过|收到|知道|明白|正常|恢复|满意|无|没有|是|的|"
    r"done|ok|okay|yes|fixed|finished|completed|complete|solved|resolved|handled|closed|"
    r"all|it|is|was|has|been|problem|received|good|fine|na|none|nil"
)
_BARE = re.compile(rf"(?:{_WORDS})*", re.IGNORECASE)


def photos_missing(
    needed: Iterable[str], there: Iterable[tuple[str, datetime]], since: datetime | None = None
) -> list[str]:
    """What is not shown yet of what an answer needs.

    `there` are photos by what they show and when they were added; of those, only such as were
    added after `since` count, the moment the order was sent back.
    """
    shown = {shows for shows, added_at in there if since is None or added_at > since}
    return [shows for shows in needed if shows not in shown]


def is_bare(words: str) -> bool:
    """Whether words say no more than that it is done: 已处理, 完成, ok."""
    plain = _BLANK.sub("", words)
    return len(plain) < LEAST or _BARE.fullmatch(plain) is not None
