"""Figures, printed side by side with their reference: `python -m tests.benchmarks.NAME`. Run by hand and by CI, without thresholds on
absolute times."""
