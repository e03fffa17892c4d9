"""Work orders as people use them: the list, one order with its clocks, entries, photos, slips."""
