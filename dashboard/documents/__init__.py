"""Documents of the evaluation meeting: Excel, PowerPoint and Word out of the same figures."""
