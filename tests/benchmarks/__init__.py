"""Figures, printed side by side with their reference: `python -m tests.benchmarks` for the table of docs/performance.md,
`python -m tests.benchmarks.NAME` for one thing more closely. Run by hand, without thresholds on absolute times."""
