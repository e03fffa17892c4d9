"""One screen a file: title, filter, one report call, the empty case, draw."""
