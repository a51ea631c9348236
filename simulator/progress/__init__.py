"""Progress over sessions: honest tests of change, what is due, and both in words. Pure: times are given."""
