"""Work orders on the screen: the list with its filters, one order, and the form of entries."""
