"""The Pythons to build for and to test on: finds them, or gets them from Debian."""
