"""From a rejection to the next interview: debriefs, what they teach, letters, applications, nerves and wins. The core is pure."""
