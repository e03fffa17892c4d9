"""What would be if: figures under a supposition, beside the official ones and never instead.

Suppositions stand in the address alone (`asked`): nothing is written, and whoever opens the address
sees what is theirs to see. `scores` reckons exactly, `accounts` by the method of the forecasts.
"""
