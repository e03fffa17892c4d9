"""The evaluation meeting: its agenda of slides from a period's figures, and what it decides."""
