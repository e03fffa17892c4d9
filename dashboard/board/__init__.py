"""The board of open orders: what is running out now, by unit and station, and who is to be told."""
