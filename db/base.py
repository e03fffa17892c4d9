"""The ground of all tables: one declarative base, exact numbers, times with a zone."""

from datetime import UTC, date, datetime
from decimal import Context, Decimal, Inexact, InvalidOperation
from typing import Annotated, Any, TypeAlias

from sqlalchemy import (
    BigInteger,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    MetaData,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, mapped_column

from db.value_errors import NumberNotExact, NumberTooLarge, TimeWithoutZone, TooManyDigits

MOST = 2**63 - 1
"""The largest whole number a BIGINT column holds."""

# Wide enough for every BIGINT; a digit that would be lost is an error and not a rounding.
_EXACT = Context(prec=60, traps=[Inexact, InvalidOperation])


class Scaled(TypeDecorator[Decimal]):
    """An exact decimal with a fixed number of decimals, kept as a whole number in BIGINT.

    Both databases add and compare whole numbers exactly; SQLite would turn NUMERIC into floats.
    """

    impl = BigInteger
    cache_ok = True

    def __init__(self, digits: int) -> None:
        super().__init__()
        self.digits = digits

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        """Scale a Decimal or int. Raises NumberNotExact, TooManyDigits or NumberTooLarge."""
        return None if value is None else scaled(value, self.digits)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Undo the scaling; PostgreSQL gives a sum of BIGINT as a whole Decimal."""
        if value is None:
            return None
        # A Decimal from text is exact whatever context the calling thread works in.
        return Decimal(f"{int(value)}E-{self.digits}")


def scaled(value: Any, digits: int) -> int:
    """A decimal times 10**digits as a whole number, exactly.

    Raises NumberNotExact for a float, NaN or no number, TooManyDigits, and NumberTooLarge.
    """
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise NumberNotExact(value)
    number = Decimal(value)
    if not number.is_finite():
        raise NumberNotExact(value)
    if number == 0:
        return 0
    if number.adjusted() + digits > len(str(MOST)):
        raise NumberTooLarge(value)
    try:
        whole = int(_EXACT.quantize(number, Decimal(f"1E-{digits}")).scaleb(digits, _EXACT))
    except Inexact:
        raise TooManyDigits(value, digits) from None
    if not -MOST <= whole <= MOST:
        raise NumberTooLarge(value)
    return whole


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, stored in UTC; one without a zone is refused (TimeWithoutZone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> datetime | None:
        """Turn any zone into UTC; SQLite's text has no zone and sorts by time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TimeWithoutZone(value)
        moment: datetime = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give the moment in UTC, with its zone."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Base(DeclarativeBase):
    """What every table derives from; constraints are named so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it off the class
        str: Text,
        date: Date,
        datetime: UtcDateTime,
    }


Json: TypeAlias = Any
"""Whatever JSON can say: objects, lists, texts, whole numbers, true, false, null."""

Id = Annotated[int, mapped_column(primary_key=True)]
Uuid = Annotated[str, mapped_column(String(36))]
UuidKey = Annotated[str, mapped_column(String(36), primary_key=True)]
Code = Annotated[str, mapped_column(String(40))]
UniqueCode = Annotated[str, mapped_column(String(40), unique=True)]
Points = Annotated[Decimal, mapped_column(Scaled(4))]
Ratio = Annotated[Decimal, mapped_column(Scaled(6))]
Big = Annotated[int, mapped_column(BigInteger)]
DivisionKey = Annotated[int, mapped_column(ForeignKey("divisions.id"))]
UnitKey = Annotated[int, mapped_column(ForeignKey("units.id"))]
PersonKey = Annotated[int, mapped_column(ForeignKey("people.id"))]
SheetVersionKey = Annotated[int, mapped_column(ForeignKey("sheet_versions.id"))]
AuditKey = Annotated[str, mapped_column(String(36), ForeignKey("audits.id"))]
OperationKey = Annotated[str, mapped_column(String(36), ForeignKey("operations.id"))]
AuditPrimaryKey = Annotated[
    str, mapped_column(String(36), ForeignKey("audits.id"), primary_key=True)
]
