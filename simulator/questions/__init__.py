"""Question banks: what is asked, of whom, and what a good answer has in it."""
