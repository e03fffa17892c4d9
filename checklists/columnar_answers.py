"""Stored answers as columns: the JSON of many answers is decoded in one pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pa_json

from checklists.exact import POINT_DIGITS

Units = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Worth = Callable[[pa.Array], Units]

UNIT = 10**POINT_DIGITS
"""One point, or one of anything counted, in the whole units the columns hold."""

_TEXT, _WHOLE = pa.string(), pa.int64()

_SCHEMA = pa.schema(
    [
        ("verdict", _TEXT),
        ("count", _WHOLE),
        ("severe", _WHOLE),
        ("deduction", _TEXT),
        ("parts", pa.list_(_TEXT)),
        ("numerator", _TEXT),
        ("denominator", _TEXT),
        ("actual", _TEXT),
        ("mean", _TEXT),
        ("required", _TEXT),
        ("override", pa.bool_()),
        ("outages", pa.list_(pa.struct([("customers", _WHOLE)]))),
        ("awards", pa.list_(pa.struct([("points", _WHOLE)]))),
    ]
)


@dataclass(frozen=True)
class Answers:
    """The answers of one item over many audits; every method gives one value an answer."""

    table: pa.Table

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def whole(self, field: str) -> Units:
        """A whole number, 0 where it is missing."""
        return _numpy(pc.fill_null(self._column(field), 0))

    def units(self, field: str) -> Units:
        """A decimal in units of 0.0001, 0 where it is missing."""
        exact = pc.cast(pc.fill_null(self._column(field), "0"), pa.decimal128(16, POINT_DIGITS))
        return _numpy(pc.cast(pc.multiply(exact, pa.scalar(UNIT)), _WHOLE))

    def flag(self, field: str) -> Flags:
        """A yes or no, no where it is missing."""
        flags: Flags = pc.fill_null(self._column(field), False).to_numpy(zero_copy_only=False)
        return flags

    def verdict(self, code: str) -> Flags:
        """Whether the verdict is this one."""
        flags: Flags = pc.equal(self._column("verdict"), code).to_numpy(zero_copy_only=False)
        return flags

    def sums(self, field: str, entry: str | None, worth: Worth) -> Units:
        """The sum over a list's entries of what each is worth, 0 where there is no list."""
        column = self._column(field)
        values = pc.list_flatten(column)
        total = np.zeros(len(self), dtype=np.int64)
        owners = _numpy(pc.cast(pc.list_parent_indices(column), _WHOLE))
        np.add.at(total, owners, worth(values if entry is None else pc.struct_field(values, entry)))
        return total

    def _column(self, field: str) -> pa.Array:
        return self.table.column(field).combine_chunks()


def decode(answers: pd.Series[str]) -> pa.Table:
    """Decode canonical answer JSON, one text a row, into a table with the same rows."""
    if answers.empty:
        return _SCHEMA.empty_table()
    lines = "\n".join(answers.tolist()).encode()
    return pa_json.read_json(
        BytesIO(lines),
        parse_options=pa_json.ParseOptions(
            explicit_schema=_SCHEMA, unexpected_field_behavior="ignore"
        ),
    )


def _numpy(values: pa.Array) -> Units:
    numbers: Units = values.to_numpy(zero_copy_only=False)
    return numbers
