"""Where a score comes from, and what changed: use cases behind the pages that take scores apart."""
