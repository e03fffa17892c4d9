"""Temperatures at customers' homes: what is asked for, recording it, the register."""
