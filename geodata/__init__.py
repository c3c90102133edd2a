"""Where: the regions and their history, their boundaries, and how the map is built.

`regions` and `boundaries` are light and are what the application imports. Everything that needs
shapely, pyproj or geopandas is used by the `boundaries` command only.
"""
