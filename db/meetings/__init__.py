"""What evaluation meetings decided, only ever added, and sealed with their period."""
