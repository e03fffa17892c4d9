"""Reading YAML exactly: decimals stay decimals, a key given twice is a fault, no code is run."""

from decimal import Decimal
from typing import Any

import yaml


class DuplicateKey(yaml.YAMLError):
    """A mapping gives one key twice."""


class _Loader(yaml.SafeLoader):
    pass


def _decimal(loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)).replace("_", ""))


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    for position, key in enumerate(keys):
        if key in keys[:position]:
            line = node.value[position][0].start_mark.line + 1
            raise DuplicateKey(f"line {line}: the key {key!r} is given twice")
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_yaml(text: str) -> Any:
    """The content of a YAML text. Raises yaml.YAMLError where it is none."""
    # The loader derives from SafeLoader, so a document cannot create objects.
    return yaml.load(text, Loader=_Loader)
