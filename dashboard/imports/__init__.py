"""Files people bring: bytes in, good rows and worded faults out; nothing is written here."""
