"""The 100-point account: deductions that were proposed, and what people decided on them."""
