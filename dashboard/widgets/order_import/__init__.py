"""Taking in files of work orders, as the page shows it."""
