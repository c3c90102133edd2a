"""Reads the registry's YAML files strictly: no key may stand twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

# The C parser is ten times faster; the pure Python one reads the same language where it is absent.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class RegistryError(Exception):
    """A file of the registry cannot be read or breaks its schema; the message names the file."""

    @property
    def user_message(self) -> str:
        """What the command line prints."""
        return str(self)


class _StrictLoader(_Base):
    """A safe loader that refuses a repeated key instead of keeping the last one."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key_node, _ in node.value:
            key = str(key_node.value)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands twice", key_node.start_mark
                )
            seen.add(key)
        result: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return result


def read_text(path: Path) -> str:
    """Return the text of one file; RegistryError when it is missing or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RegistryError(f"{path.name}: {error}") from error


def parse_yaml(text: str, name: str) -> Any:
    """Return the content of a YAML text; RegistryError when it is no YAML or repeats a key.

    name : of the file that the text is from, for the message.
    """
    try:
        return yaml.load(text, Loader=_StrictLoader)
    except yaml.YAMLError as error:
        raise RegistryError(f"{name}: {error}") from error


def read_yaml(path: Path) -> Any:
    """Return the content of one YAML file.

    Raises
    ------
    RegistryError
        If the file is missing, is not UTF-8, is not YAML or repeats a key.
    """
    return parse_yaml(read_text(path), path.name)
