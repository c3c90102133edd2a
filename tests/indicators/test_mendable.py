"""Errors that somebody can mend: one sentence in any language, as the place wants its fields."""

from typing import ClassVar

import pytest

from indicators.mendable import MendableError


class BrokenError(MendableError):
    """A kind with one reason."""

    REASONS: ClassVar = {"many": "{count} of '{what}' are broken"}


def test_the_sentence_stands_in_english_without_a_page() -> None:
    error = BrokenError("many", count=3, what="{it}")
    assert (error.code, error.fields) == ("many", {"count": "3", "what": "{it}"})
    assert str(error) == error.user_message == error.message() == "3 of '{it}' are broken"


def test_it_is_translated_before_its_fields_are_filled_in() -> None:
    error = BrokenError("many", count=3, what="chair")
    known = {"{count} of '{what}' are broken": "сломано «{what}»: {count}"}
    assert error.message(known.__getitem__) == "сломано «chair»: 3"
    named = error.message(known.__getitem__, lambda field, value: f"{field}={value}")
    assert named == "сломано «what=chair»: count=3"


def test_a_reason_that_its_kind_does_not_have_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        BrokenError("other")
    with pytest.raises(KeyError):
        BrokenError("many", count=3)
