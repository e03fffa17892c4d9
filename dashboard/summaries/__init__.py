"""What happened in a shift by class of order: counted live, signed, compared, exported, printed."""
