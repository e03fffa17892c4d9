"""The page of open orders, drawn for a wall screen and for a phone."""
