"""The terminal program: a reader of the event stream, and a keyboard for it."""
