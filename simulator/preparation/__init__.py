"""The homework before an interview: prep sheets with their stories, from files and to files."""
