"""Three languages: messages from ``locale/*.po``, numbers and dates by CLDR, sorting.

The English text is the message id, so that code reads as the page does; Russian and Kazakh stand
in ``locale/ru.po`` and ``locale/kk.po``. ``tests/i18n`` fails when a message has no translation.
"""

from i18n.formats import (
    date_text,
    days_text,
    month_text,
    number,
    percent,
    percent_sign,
    short_date,
    signed,
)
from i18n.languages import DEFAULT, LANGUAGES, NAMES, from_header
from i18n.messages import Translator, mark, translator
from i18n.sorting import sort_key

__all__ = [
    "DEFAULT",
    "LANGUAGES",
    "NAMES",
    "Translator",
    "date_text",
    "days_text",
    "from_header",
    "mark",
    "month_text",
    "number",
    "percent",
    "percent_sign",
    "short_date",
    "signed",
    "sort_key",
    "translator",
]
