"""The audit of an index as tables: shape of the indicators, correlations, consistency, leave-out."""

from __future__ import annotations

import pandas as pd

from scoring.audit.components import components
from scoring.audit.correlations import with_denominators, with_parents, within_groups
from scoring.audit.finding import Code, Finding
from scoring.audit.leave_one_out import leave_one_out
from scoring.audit.reliability import cronbach
from scoring.audit.statistics import statistics
from scoring.chain import aggregate
from scoring.composite import Composite
from scoring.hierarchy import Hierarchy
from scoring.recipe import Framework


def audit_tables(composite: Composite, denominators: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the tables of the audit, by name of the file.

    denominators : units × denominators; the indicators are compared with them.
    """
    tree = composite.hierarchy
    nodes = pd.concat([composite.normalised, composite.aggregates], axis=1)
    shape = statistics(composite.screened)
    groups = within_groups(nodes, tree)
    parents = with_parents(nodes, tree)
    alphas = cronbach(nodes, tree)
    principal = components(nodes, tree)
    findings = [
        Finding(Code.NOT_PLACED, (name,), float(composite.treated[name].notna().mean()))
        for name in composite.not_placed
    ]
    findings += [*shape.warnings, *groups.warnings, *parents.warnings, *alphas.warnings]
    findings += principal.warnings
    pairs = [_pairs(groups.table, "same group"), _pairs(parents.table, "parent")]
    if denominators.shape[1]:
        sizes = with_denominators(composite.screened, denominators.loc[composite.units])
        findings += sizes.warnings
        pairs.append(_pairs(sizes.table, "denominator"))
    consistency = alphas.table.join(principal.table[["first_share", "dimensions"]])
    left_out = leave_one_out(tree, lambda without: _scores(composite, without))
    return {
        "statistics": _by_code(shape.table),
        "correlations": pd.concat(pairs, ignore_index=True),
        "consistency": _by_code(consistency),
        "leave_one_out": _by_code(left_out.table),
        "findings": _findings(findings),
    }


def _scores(composite: Composite, tree: Hierarchy) -> pd.Series:
    """Score again with some nodes gone; what is left is normalised as it was."""
    framework = composite.framework
    left = Framework(
        tree,
        {name: framework.indicators[name] for name in tree.indicators},
        framework.optional & set(tree.by_id),
    )
    values = composite.normalised[list(tree.indicators)].to_numpy()
    found = aggregate(values, left, composite.recipe, units=composite.units)
    return pd.Series(found[:, tree.aggregates.index(tree.top)], index=composite.units)


def _by_code(table: pd.DataFrame) -> pd.DataFrame:
    return table.rename_axis(index="iCode").reset_index()


def _pairs(table: pd.DataFrame, kind: str) -> pd.DataFrame:
    flat = table[["r", "p", "n"]].rename_axis(index=["iCode", "other"]).reset_index()
    flat.insert(2, "kind", kind)
    return flat


def _findings(findings: list[Finding]) -> pd.DataFrame:
    return pd.DataFrame(
        [(str(found.code), " ".join(found.ids), found.value) for found in findings],
        columns=["code", "ids", "value"],
    )
