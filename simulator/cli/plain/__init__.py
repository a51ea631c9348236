"""Every job of the screens in lines: for a screen reader, a serial line or a pipe."""
