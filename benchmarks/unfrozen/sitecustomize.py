"""Python reads this at its start when the folder is on the path: the app without ``gc.freeze``."""

import gc

gc.freeze = lambda: None
