"""What people see: use cases, routes, the tablet form, charts and words."""
