"""What is shipped, and what comes along: `python -m tests.shipping`."""
