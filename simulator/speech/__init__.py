"""Speech: transcript types, devices, recording, playback, speaking, recognising."""
