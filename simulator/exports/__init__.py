"""Leaving with one's data: sessions and progress as pages, texts, tables and subtitles. A whole session travels as `sessions.bundle`."""
