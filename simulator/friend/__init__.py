"""A friend interviews from a phone or laptop: the door, the wire, the host, and the page."""
