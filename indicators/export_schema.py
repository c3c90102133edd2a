"""Writes JSON Schemas of a card, a stream and the framework, with which editors check while one types.

Run ``python -m indicators.export_schema`` after a change of ``schema.py`` or
``stream_schema.py``; a test compares. A card
points its editor to them by its first line::

    # yaml-language-server: $schema=../json_schema/card.schema.json
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from pydantic import BaseModel

from indicators.playbook import Playbook
from indicators.schema import Card, Framework
from indicators.stream_schema import SignalSettings, Stream

FOLDER: Final = Path(__file__).with_name("json_schema")
MODELS: Final[dict[str, type[BaseModel]]] = {
    "card.schema.json": Card,
    "framework.schema.json": Framework,
    "stream.schema.json": Stream,
    "signals.schema.json": SignalSettings,
    "playbook.schema.json": Playbook,
}
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def render(model: type[BaseModel]) -> str:
    """Return the JSON Schema of a model as text, the same for the same model."""
    schema = {"$schema": DIALECT, **model.model_json_schema()}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def export(folder: Path = FOLDER) -> None:
    """Write every schema into a folder, which is made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in MODELS.items():
        (folder / name).write_text(render(model), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    export()
