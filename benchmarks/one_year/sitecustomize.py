"""Only for `benchmarks.panel`: the framework of our app has its latest year alone.

Python runs this file at its start when its folder is in PYTHONPATH. The app itself cannot stand
elsewhere than in its own folder, because the browser fetches files from the `static/` beside it.
"""

import importlib.abc
import importlib.util
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType


class _Patched(importlib.abc.MetaPathFinder):
    """Gives `indicators.registry` as it is, but for the years of what it loads."""

    def find_spec(self, name: str, path: object, target: object = None) -> ModuleSpec | None:
        """Find the module as all others do, and change it when it was run."""
        if name != "indicators.registry":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is None or spec.loader is None:
            return None
        run = spec.loader.exec_module

        def run_and_change(module: ModuleType) -> None:
            run(module)
            load = module.load_registry

            def last_year() -> object:
                from dataclasses import replace

                registry = load()
                years = {"first_year": registry.framework.last_year}
                return replace(registry, framework=registry.framework.model_copy(update=years))

            module.load_registry = last_year

        spec.loader.exec_module = run_and_change  # type: ignore[method-assign]
        return spec


sys.meta_path.insert(0, _Patched())
