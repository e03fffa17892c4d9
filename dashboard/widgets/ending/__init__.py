"""How an audit ends, on its result page: versions, returns, signature, correction, copies."""
