"""Kelisim: an open early-warning dashboard for Kazakhstan's regions. Start it with ``./run``."""

from views.frame import show

show()
