"""Pages for the days when something is wrong with the files: what, where, and what is allowed."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geodata.boundaries import BOUNDARIES_MESSAGES, BoundariesError
from i18n import Translator
from indicators.faults import DataFaults
from indicators.yaml_file import RegistryError
from reports.words import literal

FAULTS = (DataFaults, RegistryError, BoundariesError)


def show_fault(error: Exception, _: Translator) -> None:
    """Show the page of any of ``FAULTS``."""
    if isinstance(error, DataFaults):
        _show_data_faults(error, _)
    elif isinstance(error, RegistryError):
        _show_registry_fault(error, _)
    elif isinstance(error, BoundariesError):
        _show_boundaries_fault(error, _)
    else:
        raise TypeError(f"no page for {type(error).__name__}")


def _show_data_faults(error: DataFaults, _: Translator) -> None:
    st.title(_("The figures have faults, so no score is shown"))
    st.write(_("Each line names the file, the row and the column, and what is allowed there."))
    st.table(
        pd.DataFrame(
            {
                _("File"): literal(fault.file),
                _("Row"): "" if fault.row is None else str(fault.row),
                _("Column"): literal(fault.column),
                _("Value"): literal(fault.value),
                _("What is wrong"): literal(
                    f"{fault.message(_)} ({_('allowed: {rule}').format(rule=fault.rule(_))})"
                ),
            }
            for fault in error.faults
        ),
        hide_index=True,
        alt=_("Faults of the figures"),
    )
    st.write(_("The same list is printed by the command `./run validate`."))


def _show_registry_fault(error: RegistryError, _: Translator) -> None:
    st.title(_("The description of the indicators has faults, so no score is shown"))
    st.code(str(error), language=None)


def _show_boundaries_fault(error: BoundariesError, _: Translator) -> None:
    st.title(_("The boundaries of the regions cannot be read, so no map is shown"))
    st.write(boundaries_fault(error, _))


def boundaries_fault(error: BoundariesError, _: Translator) -> str:
    """Say what is wrong with the boundaries, for a place that reads Markdown."""
    return literal(_(BOUNDARIES_MESSAGES[error.code]).format(**error.fields))
