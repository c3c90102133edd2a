"""The method in words: text rendered from the registry, so that it cannot say anything else."""

from methodology.document import Document, Section, build

__all__ = ["Document", "Section", "build"]
