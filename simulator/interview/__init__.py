"""The interview: events, the pure state machine, follow-up rules, and the conductor that performs effects."""
