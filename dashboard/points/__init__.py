"""The 100-point account: finding deductions, deciding on them, balances and statements."""
