"""What an author is warned about in a note: names of persons and of groups, and not of places."""

import pytest

from indicators.record_notes import note_warnings


@pytest.mark.parametrize(
    "note",
    [
        "казахи и дунгане спорили о пастбище",
        "спор узбекских семей",
        "ұйғыр отбасылары",
        "The Dungan side asked for water",
        "этнический спор",
        "two Muslim families",
    ],
)
def test_a_group_is_warned_of(note: str) -> None:
    assert "group" in note_warnings(note)


@pytest.mark.parametrize(
    "note",
    [
        "Спор о воде решён, стороны довольны",
        "по законам Казахстана",
        "в Кордайском районе, Kurday",
        "Қазақстан заңы бойынша",
        "a dispute over a turkey and a well",
        "",
    ],
)
def test_a_plain_note_is_not(note: str) -> None:
    assert note_warnings(note) == ()
