"""What mail clients write in each language, as data (``data/``) and compiled for look-up (``built/``)."""
