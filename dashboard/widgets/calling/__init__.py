"""Call-backs: the list of calls, one call, draws with their proof, results."""
