"""Stored answers as columns: the JSON of many answers is decoded in one pass, each text once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pa_json

from checklists.exact import POINT_DIGITS

Units = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Worth = Callable[[pa.Array], Units]

UNIT = 10**POINT_DIGITS
"""One point, or one of anything counted, in the whole units the columns hold."""

BLOCK = 2**18
"""So many bytes are decoded in one go; of smaller pieces both cores get some."""

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
    """Some of the decoded answers, by their rows; every method gives one value an answer."""

    table: pa.Table
    rows: Units

    def __len__(self) -> int:
        return len(self.rows)

    def whole(self, field: str) -> Units:
        """A whole number, 0 where it is missing."""
        return numbers(pc.fill_null(self._column(field), 0))

    def units(self, field: str) -> Units:
        """A decimal in units of 0.0001, 0 where it is missing."""
        exact = pc.cast(pc.fill_null(self._column(field), "0"), pa.decimal128(16, POINT_DIGITS))
        return numbers(pc.cast(pc.multiply(exact, pa.scalar(UNIT)), _WHOLE))

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
        owners = numbers(pc.cast(pc.list_parent_indices(column), _WHOLE))
        np.add.at(total, owners, worth(values if entry is None else pc.struct_field(values, entry)))
        return total

    def _column(self, field: str) -> pa.Array:
        return self.table.column(field).chunk(0).take(pa.array(self.rows))


def distinct(texts: pa.Array) -> tuple[pa.Table, Units]:
    """Decode canonical answer JSON, each text once: a row a text, and the row of every answer.

    Most answers are the same few texts, so that there is far less to decode than to score.
    """
    encoded = texts.dictionary_encode()
    return _decoded(encoded.dictionary), numbers(encoded.indices.cast(_WHOLE))


def _decoded(texts: pa.Array) -> pa.Table:
    if not len(texts):
        return _SCHEMA.empty_table().combine_chunks()
    ends = pa.array([0, len(texts)], type=pa.int32())
    lines = pc.binary_join(pa.ListArray.from_arrays(ends, texts.cast(_TEXT)), "\n")[0].as_buffer()
    table = pa_json.read_json(
        pa.BufferReader(lines),
        read_options=pa_json.ReadOptions(block_size=BLOCK),
        parse_options=pa_json.ParseOptions(
            explicit_schema=_SCHEMA, unexpected_field_behavior="ignore"
        ),
    )
    return table.combine_chunks()


def units(value: Decimal) -> int:
    """Points, or anything counted, in the whole units the columns hold."""
    return int(value * UNIT)


def places(values: pa.Array, known: pa.Array) -> Units:
    """Where each value stands among the known ones, -1 where it does not."""
    if not len(values):
        return np.zeros(0, dtype=np.int64)
    found = pc.index_in(values, known.cast(values.type))
    return numbers(pc.fill_null(found, -1).cast(_WHOLE))


def numbers(values: pa.Array) -> Units:
    """Whole numbers of a column."""
    found: Units = values.to_numpy(zero_copy_only=False)
    return found
