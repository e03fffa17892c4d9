"""How scores come on over time, and where points are lost: the use cases behind the trends page."""
