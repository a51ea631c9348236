"""Scoring: what was heard becomes a scorecard with its evidence. Pure."""
