"""What a tagged PDF says of itself: pages, structure, words for drawings."""

import io
from collections.abc import Iterator
from typing import Any

import pypdf


def reader(document: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(document))


def text(document: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in reader(document).pages)


def elements(document: bytes) -> Iterator[Any]:
    """The elements of the structure, in reading order."""
    yield from _below(reader(document).trailer["/Root"]["/StructTreeRoot"])


def _below(node: Any) -> Iterator[Any]:
    node = node.get_object()
    if not hasattr(node, "get"):
        return
    if "/S" in node:
        yield node
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        if not isinstance(child, int):
            yield from _below(child)


def headings(document: bytes) -> list[str]:
    kinds = (str(element["/S"]) for element in elements(document))
    return [kind for kind in kinds if kind.startswith("/H")]


def alternatives(document: bytes) -> list[str]:
    """The words for each drawing, empty where one has none."""
    return [
        str(element.get("/Alt", "")) for element in elements(document) if element["/S"] == "/Figure"
    ]
