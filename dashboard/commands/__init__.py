"""What `python -m dashboard COMMAND` does, one module a group of commands."""
