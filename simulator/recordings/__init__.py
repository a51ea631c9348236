"""Recordings that a person has already, made into sessions."""
