"""Photos as files: what is taken in, what a camera noted in them, and where they are kept."""
