"""One hash over what a forecast is made from, so that the same is not stored twice."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np


def hash_of(said: dict[str, Any], *arrays: Any) -> str:
    """SHA-256 over what was said and over some arrays, with their shapes."""
    found = hashlib.sha256(json.dumps(said, sort_keys=True).encode())
    for array in arrays:
        known = np.ascontiguousarray(array)
        found.update(f"{known.dtype.str}{known.shape}".encode())
        found.update(known.tobytes())
    return found.hexdigest()


def number(value: float) -> float | None:
    """A number of the methods, whose NaN is what cannot be said."""
    return None if np.isnan(value) else float(value)
