import pytest

from assessment import Assessment
from methodology import Document, build
from tests.assessment.published import published


@pytest.fixture(scope="session")
def assessment() -> Assessment:
    return published()


@pytest.fixture(scope="session")
def documents(assessment: Assessment) -> dict[str, Document]:
    return {lang: build(assessment, lang) for lang in ("en", "ru", "kk")}
