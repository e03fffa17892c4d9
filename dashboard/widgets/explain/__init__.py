"""Where a score comes from: the way down and back, the figure, its parts, the answers."""
