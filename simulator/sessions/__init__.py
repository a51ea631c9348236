"""Sessions on disk: journal, recovery, the library of sessions, the playback clock."""
