"""Live sources: one adapter a file with the verbs fetch, tidy, check; declared in `specs/`.

Only `./run refresh` comes here. The app never does: nothing is fetched while it runs.
"""
