"""How far scores and places can be relied on: draws, places, counts, and what they say together."""
