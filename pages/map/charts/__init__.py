"""The enlarged map as deck.gl draws it: districts by their distance to the line, and below them points."""
